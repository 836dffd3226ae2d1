using Metropool.Assessment.Editions;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Files;

/// <summary>An assessment file that somebody reads, and what they are to it.</summary>
internal sealed record OpenedFile(AssessmentFile File, Edition? Edition, Relations Relations);

/// <summary>Opens assessment files to read in them.</summary>
internal static class FileReader
{
    /// <summary>Opens a file for a caller who may read something in it (R46): 404 without any relation to it, 403 where the text isn't for them.</summary>
    /// <param name="files">The files, with what is to be loaded.</param>
    /// <param name="db">The database.</param>
    /// <param name="id">The assessment file.</param>
    /// <param name="text">What is read.</param>
    /// <param name="caller">Who reads.</param>
    /// <param name="clock">Programme time.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<Outcome<OpenedFile>> OpenAsync(
        this IQueryable<AssessmentFile> files, AssessmentDbContext db, Guid id, Text text, Caller caller, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var file = await files.AsNoTracking().WithRecord().RelatedTo(db.Editions, caller, ProgrammeClock.DayOf(now)).SingleOrDefaultAsync(f => f.Id == id, cancellationToken);
        if (file is null)
        {
            return Refusals.FileUnknown;
        }

        var edition = await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Id == file.Participation!.EditionId, cancellationToken);
        var relations = Access.RelationsTo(file, edition, caller, now);
        return relations.MayRead(text) ? new OpenedFile(file, edition, relations) : Refusals.NotForYou(text);
    }
}
