using System.ComponentModel;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

/// <summary>An edition as an employer reads it: what it can nominate for, and what it would agree to. How many places there are is internal.</summary>
internal sealed record EmployerEdition
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    [Description("Whether you can nominate for it now.")]
    public required EditionAvailability Availability { get; init; }

    [Description("The first day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.")]
    public string? StartsOn { get; init; }

    [Description("The last day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.")]
    public string? EndsOn { get; init; }

    [Description("The days of the intake interviews, in Europe/Amsterdam. Empty while the edition is only announced.")]
    public required IReadOnlyList<DateOnly> IntakeDays { get; init; }

    [Description("The time that an agreement covers, in addition to the module days.")]
    public required AskedTime Time { get; init; }

    [Description("The price and the terms of today. Null while no price is known, and while the edition is only announced.")]
    public TermsView? Terms { get; init; }

    [Description("The version of these terms. An agreement is granted to one version.")]
    public long? TermsVersion { get; init; }

    [Description("The last day, in Europe/Amsterdam, on which you may name a successor for a candidate who withdrew. Null where you may not.")]
    public DateOnly? SuccessorsUntil { get; init; }
}

/// <summary>Whether an edition takes nominations.</summary>
internal enum EditionAvailability
{
    /// <summary>It takes applications and nominations.</summary>
    Open,

    /// <summary>It is announced, and doesn't take applications and nominations yet.</summary>
    Announced,
}

internal static class ListEmployerEditions
{
    public static async Task<Ok<IReadOnlyList<EmployerEdition>>> HandleAsync(IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var today = clock.Today;
        var editions = await db.Editions.AsNoTracking()
            .Join(db.EditionTerms.AsNoTracking(), edition => edition.Id, terms => terms.EditionId, (edition, terms) => new { edition, terms })
            .Where(row => row.edition.Status == EditionStatus.Open || row.edition.Status == EditionStatus.Released
                || (row.edition.Status == EditionStatus.Draft && row.terms.Announced))
            .OrderBy(row => row.edition.Name).ThenBy(row => row.edition.Id)
            .ToListAsync(cancellationToken);
        IReadOnlyList<EmployerEdition> shown =
        [
            .. editions.Where(row => row.edition.Status == EditionStatus.Draft).Select(row => Announced(row.edition)),
            .. editions.Where(row => row.edition.AcceptsApplications(today)).Select(row => Open(row.edition, row.terms)),
        ];
        return TypedResults.Ok(shown);
    }

    private static EmployerEdition Open(Edition edition, EditionTerms terms) => new()
    {
        Id = edition.Id,
        Name = edition.Name,
        Availability = EditionAvailability.Open,
        StartsOn = edition.StartsOn?.ToString(),
        EndsOn = edition.EndsOn?.ToString(),
        IntakeDays = edition.IntakeDays,
        Time = AskedTime.OfTheProgramme,
        Terms = terms.Agree(edition) is { } agreed ? TermsView.Of(agreed) : null,
        TermsVersion = terms.Version,
        SuccessorsUntil = terms.SuccessorsUntil,
    };

    // As much as the public knows of it: a draft can still change.
    private static EmployerEdition Announced(Edition edition) => new()
    {
        Id = edition.Id,
        Name = edition.Name,
        Availability = EditionAvailability.Announced,
        StartsOn = edition.StartsOn?.ToString(),
        EndsOn = edition.EndsOn?.ToString(),
        IntakeDays = [],
        Time = AskedTime.OfTheProgramme,
    };
}
