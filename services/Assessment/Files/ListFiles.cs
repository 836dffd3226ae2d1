using Metropool.Contracts.Scheduling;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Files;

internal static class ListFiles
{
    private static readonly Keyset<AssessmentFile> Order = Keyset.Ascending((AssessmentFile file) => file.Participation!.FileId);

    /// <param name="editionId">The edition.</param>
    /// <param name="paging">Which part of the list.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="db">The database.</param>
    /// <param name="clock">Programme time.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<Results<Ok<Page<FileView>>, ProblemHttpResult>> HandleAsync(
        Guid editionId, [AsParameters] Paging paging, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var (me, now) = (caller.PersonId!.Value, clock.GetUtcNow());
        var edition = await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Id == editionId, cancellationToken);
        var parts = edition?.PartsOf(me, ProgrammeClock.DayOf(now)).Select(member => member.Part).ToHashSet();
        if (parts is not { Count: > 0 })
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var files = db.Files.AsNoTracking().WithRecord().Where(file => file.Participation!.EditionId == editionId);
        if (!parts.Overlaps([TeamPart.Dean, TeamPart.ProgrammeManager, TeamPart.ProjectManager]))
        {
            files = files.ReadByTrainer(me, now);
        }

        return TypedResults.Ok((await files.ToPageAsync(paging, Order, cancellationToken)).Select(file => FileView.Of(file, edition)));
    }
}
