using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Metropool.Intake.Nominations;

/// <summary>Filters of an employer's list of nominations.</summary>
internal sealed record NominationFilter
{
    /// <summary>Only with this status.</summary>
    [FromQuery(Name = "status")]
    public NominationStatus? Status { get; init; }

    /// <summary>Only for this edition.</summary>
    [FromQuery(Name = "editionId")]
    public Guid? EditionId { get; init; }

    /// <summary>Only with this reference of yours, exactly as you gave it.</summary>
    [FromQuery(Name = "externalReference"), MaxLength(Limits.Reference)]
    public string? ExternalReference { get; init; }
}

internal static class ListNominations
{
    private static readonly Keyset<NominationDetail> Order = Keyset.Ascending((NominationDetail nomination) => nomination.Id);

    public static async Task<Ok<Page<NominationDetail>>> HandleAsync(
        [AsParameters] NominationFilter filter,
        [AsParameters] Paging paging,
        Caller caller,
        IntakeDbContext db,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var nominations = db.NominationDetails(caller, clock.Today);
        if (filter.Status is { } status)
        {
            nominations = nominations.Where(nomination => nomination.Status == status);
        }

        if (filter.EditionId is { } editionId)
        {
            nominations = nominations.Where(nomination => nomination.EditionId == editionId);
        }

        if (filter.ExternalReference.NormalizeOrNull() is { } reference)
        {
            nominations = nominations.Where(nomination => nomination.ExternalReference == reference);
        }

        return TypedResults.Ok(await nominations.ToPageAsync(paging, Order, cancellationToken));
    }
}
