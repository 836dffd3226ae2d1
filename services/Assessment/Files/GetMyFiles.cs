using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Files;

internal static class GetMyFiles
{
    public static async Task<Ok<IReadOnlyList<FileView>>> HandleAsync(Caller caller, AssessmentDbContext db, CancellationToken cancellationToken)
    {
        var files = await db.Files.AsNoTracking().WithRecord()
            .Where(file => file.Participation!.PersonId == caller.PersonId)
            .OrderBy(file => file.Id)
            .ToListAsync(cancellationToken);
        var ids = files.Select(file => file.Participation!.EditionId).ToList();
        var editions = await db.Editions.AsNoTracking().Where(edition => ids.Contains(edition.Id)).ToDictionaryAsync(edition => edition.Id, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<FileView>>([.. files.Select(file => FileView.Of(file, editions.GetValueOrDefault(file.Participation!.EditionId)))]);
    }
}
