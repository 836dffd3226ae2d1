using System.ComponentModel;
using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal sealed record ConnectEmployerRequest
{
    [Description("The organisation that the employer is. It must be active.")]
    public required Guid OrganisationId { get; init; }
}

/// <summary>
/// The programme manager connects an employer that the candidate typed by another name than the organisation has: today's, else the first to come.
/// </summary>
internal static class ConnectEmployer
{
    public static async Task<Results<Ok<ApplicationSummary>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ConnectEmployerRequest request,
        Caller caller,
        IntakeDbContext db,
        IPublishEndpoint publish,
        EmployerConnections connections,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var editions = db.Editions.ManagedBy(caller, clock.Today).Select(edition => edition.Id);
        var me = caller.Me();
        if (!await db.Applications.AnyAsync(a => a.Id == id && a.SubmittedAt != null && editions.Contains(a.EditionId), cancellationToken))
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        // The organisation reads from then on. A token speaks for one organisation, and a contact of several chooses which: so no contact connects any.
        if (caller.OrganisationId is not null)
        {
            return Refusals.OwnOrganisation.ToProblem();
        }

        var connected = await db.InTransactionAsync<Application>(
            async token =>
            {
                await db.HoldOrganisationAsync(request.OrganisationId, token);
                await db.LockApplicationAsync(id, token);
                if (await db.ActiveOrganisationAsync(request.OrganisationId, token) is not { } organisation)
                {
                    return Refusals.OrganisationUnknown("organisationId");
                }

                var application = await db.Applications.SingleAsync(a => a.Id == id, token);
                if (application.PersonId == me)
                {
                    return Refusals.OwnApplication;
                }

                // From admission on the employer belongs to the participation.
                if (application.Status == ApplicationStatus.Admitted)
                {
                    return Refusals.EmployerNotChangeable;
                }

                var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == application.EditionId, token);
                var by = Actor.Of(edition.PartsOf(me, clock.Today).First(member => member.Part == TeamPart.ProgrammeManager));
                var employer = application.TypedEmployers(clock.Today).FirstOrDefault();
                var outcome = await connections.ConnectAsync(application, employer, organisation, by, notify: true, token);
                if (outcome.IsRefused(out var refusal, out var changed))
                {
                    return refusal;
                }

                await publish.Publish(changed, token);
                return application;
            },
            cancellationToken);
        return connected.Refusal is { } refused
            ? refused.ToProblem()
            : TypedResults.Ok(await db.Applications.Where(a => a.Id == id).Summarised(db, clock.Today).SingleAsync(cancellationToken));
    }
}
