using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

/// <summary>A new employer of a candidate.</summary>
internal sealed record ChangeEmployerRequest
{
    /// <summary>The organisation, as found in Identity's directory (/identity/v1/organisations/directory), which then determines the name.</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary>The name of an employer outside the directory. A name that is in the directory is connected to its organisation.</summary>
    [MaxLength(TextLengths.OrganisationName), Name]
    public string? Name { get; init; }

    /// <summary>The first day with this employer. The period with the current employer ends the day before.</summary>
    public required DateOnly From { get; init; }
}

internal static class ChangeEmployer
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ChangeEmployerRequest request,
        Caller caller,
        IntakeDbContext db,
        IPublishEndpoint publish,
        AgreementMails mails,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Application>(
            async token =>
            {
                if (await db.Applications.OwnedBy(caller).WithParts().SingleOrDefaultAsync(a => a.Id == id, token) is not { } application)
                {
                    return Refusals.ApplicationUnknown;
                }

                var entered = request.Name.NormalizeOrNull();
                var organisation = request.OrganisationId is { } organisationId
                    ? await db.ActiveOrganisationAsync(organisationId, token)
                    : await db.OrganisationNamedAsync(entered, token);
                if (organisation is null && request.OrganisationId is not null)
                {
                    return Refusals.OrganisationUnknown("organisationId");
                }

                if ((organisation?.Name ?? entered) is not { } name)
                {
                    return Refusals.EmployerNotNamed;
                }

                if (application.ChangeEmployer(organisation?.Id, name, request.From, clock.GetUtcNow()).IsRefused(out var refusal, out var changed))
                {
                    return refusal;
                }

                await publish.Publish(changed, token);
                // Saved first, because mails are withdrawn by SQL, which doesn't see unsaved changes.
                await db.SaveChangesAsync(token);
                await mails.WithdrawAsync(application, token);
                return application;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var employed)
            ? refused.ToProblem()
            : TypedResults.Ok(await db.DetailAsync(employed, clock.Today, cancellationToken));
    }
}
