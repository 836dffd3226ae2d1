using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Replicas;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

/// <summary>An edition as an employer reads it: whether it can nominate, and the terms that it would agree to. The number of places is internal.</summary>
internal sealed record EmployerEditionSummary
{
    /// <summary>The id of the edition.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether you can nominate for it now.</summary>
    public required EditionAvailability Availability { get; init; }

    /// <summary>The first day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.</summary>
    public string? StartsOn { get; init; }

    /// <summary>The last day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.</summary>
    public string? EndsOn { get; init; }

    /// <summary>The days of the intake interviews, in Europe/Amsterdam. Empty while the edition is only announced.</summary>
    public required IReadOnlyList<DateOnly> IntakeDays { get; init; }

    /// <summary>The time that an agreement covers, in addition to the module days.</summary>
    public required RequiredTime Time { get; init; }

    /// <summary>The current price and terms; null while no price is known, and while the edition is only announced.</summary>
    public AgreedTermsDetail? Terms { get; init; }

    /// <summary>The version of these terms. An agreement is granted to one version.</summary>
    public long? TermsVersion { get; init; }

    /// <summary>The last day, in Europe/Amsterdam, on which you can nominate a successor for a candidate who withdrew; null if you can't.</summary>
    public DateOnly? SuccessorsUntil { get; init; }
}

/// <summary>Whether an edition accepts nominations.</summary>
internal enum EditionAvailability
{
    /// <summary>It accepts applications and nominations.</summary>
    Open,

    /// <summary>It is announced, and doesn't accept applications and nominations yet.</summary>
    Announced,
}

internal static class ListEmployerEditions
{
    public static async Task<Ok<IReadOnlyList<EmployerEditionSummary>>> HandleAsync(
        IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var today = clock.Today;
        var editions = await db.Editions.AsNoTracking()
            .Join(db.EditionTerms.AsNoTracking(), edition => edition.Id, terms => terms.EditionId, (edition, terms) => new { edition, terms })
            .Where(row => row.edition.Status == EditionStatus.Open || row.edition.Status == EditionStatus.Released
                || (row.edition.Status == EditionStatus.Draft && row.terms.Announced))
            .OrderBy(row => row.edition.Name).ThenBy(row => row.edition.Id)
            // Without the team, which would be read with every edition.
            .Select(row => new Row(
                row.edition.Id,
                row.edition.Name,
                row.edition.Status,
                row.edition.IntakeDays,
                row.edition.StartsOn,
                row.edition.EndsOn,
                row.edition.StatedPriceInCents,
                row.terms))
            .ToListAsync(cancellationToken);
        IReadOnlyList<EmployerEditionSummary> shown =
        [
            .. editions.Where(edition => edition.Status == EditionStatus.Draft).Select(Announced),
            .. editions.Where(edition => edition.Status != EditionStatus.Draft && Edition.CanStillBegin(edition.StartsOn, today)).Select(Open),
        ];
        return TypedResults.Ok(shown);
    }

    private static EmployerEditionSummary Open(Row edition) => new()
    {
        Id = edition.Id,
        Name = edition.Name,
        Availability = EditionAvailability.Open,
        StartsOn = edition.StartsOn?.ToString(),
        EndsOn = edition.EndsOn?.ToString(),
        IntakeDays = edition.IntakeDays,
        Time = RequiredTime.Programme,
        Terms = edition.Terms.TermsFor(edition.StatedPriceInCents) is { } agreed ? AgreedTermsDetail.Of(agreed) : null,
        TermsVersion = edition.Terms.Version,
        SuccessorsUntil = edition.Terms.SuccessorsUntil,
    };

    // Only what is public, because a draft can change.
    private static EmployerEditionSummary Announced(Row edition) => new()
    {
        Id = edition.Id,
        Name = edition.Name,
        Availability = EditionAvailability.Announced,
        StartsOn = edition.StartsOn?.ToString(),
        EndsOn = edition.EndsOn?.ToString(),
        IntakeDays = [],
        Time = RequiredTime.Programme,
    };

    private sealed record Row(
        Guid Id,
        string Name,
        EditionStatus Status,
        IReadOnlyList<DateOnly> IntakeDays,
        PartialDate? StartsOn,
        PartialDate? EndsOn,
        long? StatedPriceInCents,
        EditionTerms Terms);
}
