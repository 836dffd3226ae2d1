using System.ComponentModel.DataAnnotations;
using Metropool.Contracts.Intake;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Agreements;

/// <summary>An agreement in an employer's list.</summary>
internal sealed record AgreementSummary
{
    /// <summary>The agreement.</summary>
    public required Guid Id { get; init; }

    /// <summary>The candidate: call name, prefix and surname.</summary>
    public required string Candidate { get; init; }

    /// <summary>The edition.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The name of the edition.</summary>
    public required string EditionName { get; init; }

    /// <summary>The status of the agreement.</summary>
    public required AgreementStatus Status { get; init; }

    /// <summary>When it was last requested.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The end of the period in which you can respond.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The status of the application.</summary>
    public required ApplicationStatus ApplicationStatus { get; init; }

    /// <summary>The price that was fixed at admission, in euro cents: the amount of the invoice. Null before the admission.</summary>
    public long? PriceInCents { get; init; }

    /// <summary>Your own reference.</summary>
    public string? ExternalReference { get; init; }

    /// <summary>The application.</summary>
    public required Guid ApplicationId { get; init; }

    /// <summary>Your nomination that the application came from.</summary>
    public Guid? NominationId { get; init; }

    /// <summary>The participation after admission, in Scheduling.</summary>
    public Guid? ParticipationId { get; init; }
}

/// <summary>Filters of an employer's list of agreements.</summary>
internal sealed record AgreementFilter
{
    /// <summary>Only with this status.</summary>
    [FromQuery(Name = "status")]
    public AgreementStatus? Status { get; init; }

    /// <summary>Only where the application has this status, such as admitted.</summary>
    [FromQuery(Name = "applicationStatus")]
    public ApplicationStatus? ApplicationStatus { get; init; }

    /// <summary>Only for this edition.</summary>
    [FromQuery(Name = "editionId")]
    public Guid? EditionId { get; init; }

    /// <summary>Only with this reference of yours, exactly as you gave it.</summary>
    [FromQuery(Name = "externalReference"), MaxLength(Limits.Reference)]
    public string? ExternalReference { get; init; }
}

internal static class ListAgreements
{
    private static readonly Keyset<AgreementSummary> Order = Keyset.Ascending((AgreementSummary agreement) => agreement.Id);

    public static async Task<Ok<Page<AgreementSummary>>> HandleAsync(
        [AsParameters] AgreementFilter filter,
        [AsParameters] Paging paging,
        Caller caller,
        IntakeDbContext db,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var agreements = db.AgreementsVisibleTo(caller, clock.Today).AsNoTracking();
        if (filter.Status is { } status)
        {
            agreements = agreements.Where(agreement => agreement.Status == status);
        }

        if (filter.ExternalReference.NormalizeOrNull() is { } reference)
        {
            agreements = agreements.Where(agreement => agreement.ExternalReference == reference);
        }

        var (applicationStatus, editionId) = (filter.ApplicationStatus, filter.EditionId);
        var applications = db.Applications.Where(application =>
            (applicationStatus == null || application.Status == applicationStatus) && (editionId == null || application.EditionId == editionId));
        return TypedResults.Ok(await agreements
            .Join(applications, agreement => agreement.ApplicationId, application => application.Id, (agreement, application) => new { agreement, application })
            .Join(db.Editions, row => row.application.EditionId, edition => edition.Id, (row, edition) => new AgreementSummary
            {
                Id = row.agreement.Id,
                Candidate = row.application.DisplayName,
                EditionId = edition.Id,
                EditionName = edition.Name,
                Status = row.agreement.Status,
                RequestedAt = row.agreement.RequestedAt,
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
