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

/// <summary>The connection of an employer to its organisation.</summary>
internal sealed record ConnectEmployerRequest
{
    /// <summary>The organisation, which must be active.</summary>
    public required Guid OrganisationId { get; init; }
}

/// <summary>
/// The programme manager connects an employer whose organisation has another name than the candidate entered: the current one, otherwise the next.
/// </summary>
internal static class ConnectEmployer
{
    public static async Task<Results<Ok<ApplicationSummary>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ConnectEmployerRequest request,
        Caller caller,
        IntakeDbContext db,
        IPublishEndpoint publish,
        EmployerMatcher matcher,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var editions = db.Editions.ManagedBy(caller, clock.Today).Select(edition => edition.Id);
        var personId = caller.RequiredPersonId();
        if (!await db.Applications.AnyAsync(a => a.Id == id && a.SubmittedAt != null && editions.Contains(a.EditionId), cancellationToken))
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        // The organisation can read from then on. A contact of several organisations chooses one for a token, so contacts can't connect at all.
        if (caller.OrganisationId is not null)
        {
            return Refusals.OwnOrganisation.ToProblem();
        }

        var connected = await db.InTransactionAsync<Application>(
            async token =>
            {
                await db.LockOrganisationAsync(request.OrganisationId, token);
                await db.LockApplicationAsync(id, token);
                if (await db.ActiveOrganisationAsync(request.OrganisationId, token) is not { } organisation)
                {
                    return Refusals.OrganisationUnknown("organisationId");
                }

                var application = await db.Applications.WithParts().SingleAsync(a => a.Id == id, token);
                if (application.PersonId == personId)
                {
                    return Refusals.ConflictOfInterest;
                }

                // After admission the employer belongs to the participation.
                if (application.Status == ApplicationStatus.Admitted)
                {
                    return Refusals.EmployerNotChangeable;
                }

                var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == application.EditionId, token);
                var by = Actor.Of(edition.RolesOf(personId, clock.Today).First(member => member.Role == TeamRole.ProgrammeManager));
                var employer = application.Employers.Unconnected(clock.Today).FirstOrDefault();
                var outcome = await matcher.ConnectAsync(application, employer, organisation, by, notify: true, token);
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
            : TypedResults.Ok(await db.Applications.Where(a => a.Id == id).ToSummaries(db, clock.Today).SingleAsync(cancellationToken));
    }
}
