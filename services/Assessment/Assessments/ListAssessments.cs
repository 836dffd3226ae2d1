using Metropool.Contracts.Scheduling;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Assessments;

/// <summary>The filters of the list.</summary>
/// <param name="EditionId">The edition.</param>
internal sealed record AssessmentFilters([property: FromQuery(Name = "editionId")] Guid EditionId);

internal static class ListAssessments
{
    private static readonly Keyset<AssessmentFile> Order = Keyset.Ascending((AssessmentFile file) => file.Participation!.FileId);

    public static async Task<Results<Ok<Page<AssessmentSummary>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] AssessmentFilters filters,
        [AsParameters] Paging paging,
        Caller caller,
        AssessmentDbContext db,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var (me, now) = (caller.PersonId!.Value, clock.GetUtcNow());
        var edition = await db.Editions.AsNoTracking().SingleOrDefaultAsync(edition => edition.Id == filters.EditionId, cancellationToken);
        var roles = edition?.RolesOf(me, ProgrammeClock.DayOf(now)).Select(member => member.Role).ToHashSet();
        if (roles is not { Count: > 0 })
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var files = db.Assessments.AsNoTracking().WithParts().Where(file => file.Participation!.EditionId == filters.EditionId);
        if (!roles.Overlaps([TeamRole.Dean, TeamRole.ProgrammeManager, TeamRole.ProjectManager]))
        {
            files = files.ReadableByTrainer(me, now);
        }

        return TypedResults.Ok((await files.ToPageAsync(paging, Order, cancellationToken)).Select(file => AssessmentSummary.Of(file, edition)));
    }
}
