using System.ComponentModel;
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

internal sealed record ChangeEmployerRequest
{
    [Description("The organisation, as found in Identity's directory (/identity/v1/organisations/directory); its name is then taken from there.")]
    public Guid? OrganisationId { get; init; }

    [MaxLength(TextLengths.OrganisationName), Name]
    [Description("The name, where the organisation is not in the directory. A name that is in the directory is connected to its organisation.")]
    public string? Name { get; init; }

    [Description("The first day with this employer. The period with the one before ends the day before.")]
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
                if (await db.Applications.OwnedBy(caller).Include(a => a.Judgements).SingleOrDefaultAsync(a => a.Id == id, token) is not { } application)
                {
                    return Refusals.ApplicationUnknown;
                }

                var typed = request.Name.Tidy();
                var organisation = request.OrganisationId is { } organisationId
                    ? await db.ActiveOrganisationAsync(organisationId, token)
                    : await db.OrganisationNamedAsync(typed, token);
                if (organisation is null && request.OrganisationId is not null)
                {
                    return Refusals.OrganisationUnknown("organisationId");
                }

                if ((organisation?.Name ?? typed) is not { } name)
                {
                    return Refusals.EmployerNotNamed;
                }

                if (application.ChangeEmployer(organisation?.Id, name, request.From, clock.GetUtcNow()).IsRefused(out var refusal, out var changed))
                {
                    return refusal;
                }

                await publish.Publish(changed, token);
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
