using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Assessments;

internal static class ListMyAssessments
{
    public static async Task<Ok<IReadOnlyList<AssessmentSummary>>> HandleAsync(Caller caller, AssessmentDbContext db, CancellationToken cancellationToken)
    {
        var files = await db.Assessments.AsNoTracking().WithParts().OwnedBy(caller).OrderBy(file => file.Id).ToListAsync(cancellationToken);
        var ids = files.Select(file => file.Participation!.EditionId).ToList();
        var editions = await db.Editions.AsNoTracking().Where(edition => ids.Contains(edition.Id)).ToDictionaryAsync(edition => edition.Id, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<AssessmentSummary>>(
            [.. files.Select(file => AssessmentSummary.Of(file, editions.GetValueOrDefault(file.Participation!.EditionId)))]);
    }
}
