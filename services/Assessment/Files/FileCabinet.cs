using MassTransit;
using Metropool.Assessment.Editions;
using Metropool.Contracts.Assessment;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Metropool.Assessment.Files;

/// <summary>
/// Takes assessment files out to change them, one holder at a time, and puts them back together with the events that tell of the change.
/// </summary>
/// <remarks>
/// A row lock rather than a version check. Two consumers that meet on a file must each see what the other did (the last chapter and the last day
/// of attendance together meet the requirements, neither does alone), and a participant who hands in a chapter must not be told to try again
/// because an event about their attendance arrived at the same moment.
/// </remarks>
internal sealed class FileCabinet(AssessmentDbContext db, IPublishEndpoint publish, ProgrammeClock clock, AssessmentSettings defaults)
{
    // Not committed, it is rolled back when the scope of the request ends.
    private IDbContextTransaction? _own;

    /// <summary>The file of a participation, locked; made when it isn't known yet. For consumers, whose transaction is open.</summary>
    public async Task<AssessmentFile> TakeOrMakeAsync(Guid participationId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO assessment_files (id, participation_id, version, all_requirements_met) VALUES ({Guid.CreateVersion7()}, {participationId}, 0, false)
            ON CONFLICT (participation_id) DO NOTHING
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM assessment_files WHERE participation_id = {participationId} FOR UPDATE", cancellationToken);
        return await db.Files.WithRecord().SingleAsync(file => file.ParticipationId == participationId, cancellationToken);
    }

    /// <summary>A file, locked, with as much of its texts as is needed, where the caller has anything to do with it; else null.</summary>
    public async Task<AssessmentFile?> TakeAsync(Guid id, Caller caller, Texts texts, CancellationToken cancellationToken)
    {
        _own = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM assessment_files WHERE id = {id} FOR UPDATE", cancellationToken);
        return await db.Files.WithRecord().WithTexts(texts).RelatedTo(db.Editions, caller, clock.Today).SingleOrDefaultAsync(file => file.Id == id, cancellationToken);
    }

    /// <summary>All files of an edition, locked in the order of their ids.</summary>
    public async Task<IReadOnlyList<AssessmentFile>> TakeAllAsync(Guid editionId, CancellationToken cancellationToken)
    {
        _own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        await db.Database.ExecuteSqlAsync(
            $"""
            SELECT 1 FROM assessment_files JOIN participations ON participations.file_id = assessment_files.id
            WHERE participations.edition_id = {editionId} ORDER BY assessment_files.id FOR UPDATE OF assessment_files
            """,
            cancellationToken);
        return await db.Files.WithRecord().Where(file => file.Participation!.EditionId == editionId).OrderBy(file => file.Id).ToListAsync(cancellationToken);
    }

    /// <summary>The edition that a file is in, and how far it is.</summary>
    public Task<EditionProgress> ProgressOfAsync(AssessmentFile file, CancellationToken cancellationToken) =>
        ProgressOfAsync(file.Participation?.EditionId ?? Guid.Empty, cancellationToken);

    /// <summary>How far an edition is.</summary>
    public async Task<EditionProgress> ProgressOfAsync(Guid editionId, CancellationToken cancellationToken) => new(
        await db.Editions.FindAsync([editionId], cancellationToken),
        await db.CompletedModules.Where(module => module.EditionId == editionId).ToListAsync(cancellationToken),
        await db.EditionSettings.FindAsync([editionId], cancellationToken) ?? EditionSettings.Defaults(editionId, defaults));

    /// <summary>Takes stock of files that were taken out, publishes what there is to tell, and saves.</summary>
    /// <param name="files">The files.</param>
    /// <param name="happened">What was decided about one of them, if anything.</param>
    /// <param name="edition">The edition that they are in.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task PutBackAsync(IReadOnlyList<AssessmentFile> files, AssessmentChanged? happened, EditionProgress edition, CancellationToken cancellationToken)
    {
        IEnumerable<AssessmentChanged> events = happened is null ? [] : [happened];
        foreach (var e in events.Concat(files.SelectMany(file => file.TakeStock(edition, clock.GetUtcNow()))).ToList())
        {
            await publish.Publish(e, e.GetType(), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        if (_own is not null)
        {
            await _own.CommitAsync(cancellationToken);
        }
    }

    /// <inheritdoc cref="PutBackAsync(IReadOnlyList{AssessmentFile}, AssessmentChanged?, EditionProgress, CancellationToken)"/>
    public Task PutBackAsync(AssessmentFile file, AssessmentChanged? happened, EditionProgress edition, CancellationToken cancellationToken) =>
        PutBackAsync([file], happened, edition, cancellationToken);
}
