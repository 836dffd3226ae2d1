using Metropool.Contracts.Scheduling;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Interests;

/// <summary>An announced edition that isn't open yet.</summary>
internal sealed record AnnouncedEdition
{
    /// <summary>The edition.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The first day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.</summary>
    public string? StartsOn { get; init; }

    /// <summary>The last day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.</summary>
    public string? EndsOn { get; init; }
}

internal static class ListAnnouncedEditions
{
    public static async Task<Ok<IReadOnlyList<AnnouncedEdition>>> HandleAsync(IntakeDbContext db, CancellationToken cancellationToken)
    {
        var editions = await db.Editions
            .Where(edition => edition.Status == EditionStatus.Draft && db.EditionTerms.Any(terms => terms.EditionId == edition.Id && terms.Announced))
            .OrderBy(edition => edition.Name).ThenBy(edition => edition.Id)
            .Select(edition => new { edition.Id, edition.Name, edition.StartsOn, edition.EndsOn })
            .ToListAsync(cancellationToken);
        IReadOnlyList<AnnouncedEdition> announced =
        [
            .. editions.Select(edition => new AnnouncedEdition
            {
                Id = edition.Id,
                Name = edition.Name,
                StartsOn = edition.StartsOn?.ToString(),
                EndsOn = edition.EndsOn?.ToString(),
            }),
        ];
        return TypedResults.Ok(announced);
    }
}
