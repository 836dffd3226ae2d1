using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Metropool.Contracts.Intake;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Nominations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Agreements;

/// <summary>An agreement in an employer's list.</summary>
internal sealed record AgreementSummary
{
    public required Guid Id { get; init; }

    [Description("The candidate: call name, prefix and surname.")]
    public required string Candidate { get; init; }

    public required Guid EditionId { get; init; }

    public required string EditionName { get; init; }

    public required AgreementStatus Status { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    [Description("Until when it can be answered.")]
    public required DateTimeOffset ExpiresAt { get; init; }

    [Description("The state of the application.")]
    public required ApplicationStatus ApplicationStatus { get; init; }

    [Description("The price that was fixed at admission, in euro cents: what is invoiced. Null before the admission.")]
    public long? PriceInCents { get; init; }

    [Description(ExternalReferences.Shown)]
    public string? ExternalReference { get; init; }

    [Description("The application that you are asked about.")]
    public required Guid ApplicationId { get; init; }

    [Description("Your nomination that goes with the application.")]
    public Guid? NominationId { get; init; }

    [Description("The participation that the admission led to, in Scheduling.")]
    public Guid? ParticipationId { get; init; }
}

internal static class ListAgreements
{
    private static readonly Keyset<AgreementSummary> Order = Keyset.Ascending((AgreementSummary agreement) => agreement.Id);

    public static async Task<Ok<Page<AgreementSummary>>> HandleAsync(
        [Description("Only with this status.")] AgreementStatus? status,
        [Description("Only where the application has this status, such as admitted.")] ApplicationStatus? applicationStatus,
        [Description("Only for this edition.")] Guid? editionId,
        [MaxLength(Limits.Reference), Description(ExternalReferences.Filter)] string? externalReference,
        [AsParameters] Paging paging,
        Caller caller,
        IntakeDbContext db,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var asked = db.AskedOf(caller, clock.Today).AsNoTracking();
        if (status is not null)
        {
            asked = asked.Where(agreement => agreement.Status == status);
        }

        if (externalReference.Tidy() is { } reference)
        {
            asked = asked.Where(agreement => agreement.ExternalReference == reference);
        }

        var applications = db.Applications.Where(application =>
            (applicationStatus == null || application.Status == applicationStatus) && (editionId == null || application.EditionId == editionId));
        return TypedResults.Ok(await asked
            .Join(applications, agreement => agreement.ApplicationId, application => application.Id, (agreement, application) => new { agreement, application })
            .Join(db.Editions, row => row.application.EditionId, edition => edition.Id, (row, edition) => new AgreementSummary
            {
                Id = row.agreement.Id,
                Candidate = row.application.DisplayName,
                EditionId = edition.Id,
                EditionName = edition.Name,
                Status = row.agreement.Status,
                AskedAt = row.agreement.AskedAt,
                ExpiresAt = row.agreement.ExpiresAt,
                ApplicationStatus = row.application.Status,
                PriceInCents = row.application.Status == ApplicationStatus.Admitted ? row.application.Terms!.PriceInCents : null,
                ExternalReference = row.agreement.ExternalReference,
                ApplicationId = row.application.Id,
                NominationId = row.agreement.NominationId,
                ParticipationId = db.Participations.Where(p => p.ApplicationId == row.application.Id).Select(p => (Guid?)p.Id).FirstOrDefault(),
            })
            .ToPageAsync(paging, Order, cancellationToken));
    }
}
