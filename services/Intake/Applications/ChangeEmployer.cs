using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MassTransit;
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
        if (await db.Applications.OwnedBy(caller).Include(a => a.Judgements).SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        var typed = request.Name.Tidy();
        var organisation = request.OrganisationId is { } organisationId
            ? await db.ActiveOrganisationAsync(organisationId, cancellationToken)
            : await db.OrganisationNamedAsync(typed, cancellationToken);
        if (organisation is null && request.OrganisationId is not null)
        {
            return Refusals.OrganisationUnknown("organisationId").ToProblem();
        }

        if ((organisation?.Name ?? typed) is not { } name)
        {
            return Refusals.EmployerNotNamed.ToProblem();
        }

        if (application.ChangeEmployer(organisation?.Id, name, request.From, clock.GetUtcNow()).IsRefused(out var refusal, out var changed))
        {
            return refusal.ToProblem();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await publish.Publish(changed, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await mails.WithdrawAsync(application, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
