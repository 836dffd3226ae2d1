using System.ComponentModel;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
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
}

internal static class ListAgreements
{
    private static readonly Keyset<AgreementSummary> Order = Keyset.Ascending((AgreementSummary agreement) => agreement.Id);

    public static async Task<Ok<Page<AgreementSummary>>> HandleAsync(
        [Description("Only those that stand so.")] AgreementStatus? status, [AsParameters] Paging paging, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var asked = db.AskedOf(caller, clock.Today).AsNoTracking();
        if (status is not null)
        {
            asked = asked.Where(agreement => agreement.Status == status);
        }

        return TypedResults.Ok(await asked
            .Join(db.Applications, agreement => agreement.ApplicationId, application => application.Id, (agreement, application) => new { agreement, application })
            .Join(db.Editions, row => row.application.EditionId, edition => edition.Id, (row, edition) => new AgreementSummary
            {
                Id = row.agreement.Id,
                Candidate = row.application.DisplayName,
                EditionId = edition.Id,
                EditionName = edition.Name,
                Status = row.agreement.Status,
                AskedAt = row.agreement.AskedAt,
                ExpiresAt = row.agreement.ExpiresAt,
            })
            .ToPageAsync(paging, Order, cancellationToken));
    }
}
