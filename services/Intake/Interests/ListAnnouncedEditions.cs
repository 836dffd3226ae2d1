using System.ComponentModel;
using Metropool.Contracts.Scheduling;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Interests;

/// <summary>An edition that isn't open yet, as the public may know of it.</summary>
internal sealed record AnnouncedEdition(
    Guid Id,
    string Name,
    [property: Description("The first day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.")] string? StartsOn,
    [property: Description("The last day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.")] string? EndsOn);

internal static class ListAnnouncedEditions
{
    public static async Task<Ok<IReadOnlyList<AnnouncedEdition>>> HandleAsync(IntakeDbContext db, CancellationToken cancellationToken)
    {
        var editions = await db.Editions.AsNoTracking()
            .Where(edition => edition.Status == EditionStatus.Draft && db.EditionTerms.Any(terms => terms.EditionId == edition.Id && terms.Announced))
            .OrderBy(edition => edition.Name).ThenBy(edition => edition.Id)
            .ToListAsync(cancellationToken);
        IReadOnlyList<AnnouncedEdition> announced = [.. editions.Select(edition => new AnnouncedEdition(edition.Id, edition.Name, edition.StartsOn?.ToString(), edition.EndsOn?.ToString()))];
        return TypedResults.Ok(announced);
    }
}
