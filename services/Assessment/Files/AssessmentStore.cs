using MassTransit;
using Metropool.Assessment.Editions;
using Metropool.Contracts.Assessment;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Files;

/// <summary>Changes assessment files under a row lock, and publishes what follows from the change.</summary>
/// <remarks>
/// A lock rather than a version check. Two consumers that meet on a file must each see what the other did (the last chapter and the last day of
/// attendance together meet the requirements, neither does alone), and a participant who submits a chapter must not be told to try again
/// because an event about their attendance arrived at the same moment.
/// </remarks>
internal sealed class AssessmentStore(AssessmentDbContext db, IPublishEndpoint publish, ProgrammeClock clock, AssessmentSettings defaults)
{
    /// <summary>Changes a file that the caller has anything to do with, in a transaction of its own.</summary>
    /// <param name="id">The file.</param>
    /// <param name="caller">Who changes it; <see cref="Refusals.FileUnknown"/> where the file isn't visible to them.</param>
    /// <param name="texts">The texts to load.</param>
    /// <param name="change">The decision. It may be asked again, on a file that was loaded again.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<Outcome<ChangedFile>> ChangeAsync(
        Guid id, Caller caller, Texts texts, Func<AssessmentFile, EditionProgress, Outcome<Change>> change, CancellationToken cancellationToken) =>
        db.InTransactionAsync<ChangedFile>(
            async token =>
            {
                await db.Database.ExecuteSqlAsync($"SELECT 1 FROM assessment_files WHERE id = {id} FOR UPDATE", token);
                var visible = db.Files.WithRecord().WithTexts(texts).RelatedTo(db.Editions, caller, clock.Today);
                if (await visible.SingleOrDefaultAsync(known => known.Id == id, token) is not { } file)
                {
                    return Refusals.FileUnknown;
                }

                var edition = await ProgressOfAsync(file, token);
                if (change(file, edition).IsRefused(out var refusal, out var decided))
                {
                    return refusal;
                }

                await SaveAsync([file], decided.Event, edition, token);
                return new ChangedFile(file, edition);
            },
            cancellationToken);

    /// <summary>The file of a participation, locked, and created where there is none. In the caller's transaction.</summary>
    public async Task<AssessmentFile> LockOrCreateAsync(Guid participationId, CancellationToken cancellationToken)
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

    /// <summary>All files of an edition, locked in the order of their ids. In the caller's transaction.</summary>
    public async Task<IReadOnlyList<AssessmentFile>> LockAllAsync(Guid editionId, CancellationToken cancellationToken)
    {
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

    /// <summary>Reevaluates files that are locked, publishes the events that follow, and saves.</summary>
    /// <param name="files">The files.</param>
    /// <param name="happened">The event of what was decided about one of them, if any.</param>
    /// <param name="edition">The edition that they are in.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task SaveAsync(IReadOnlyList<AssessmentFile> files, AssessmentChanged? happened, EditionProgress edition, CancellationToken cancellationToken)
    {
        IEnumerable<AssessmentChanged> events = happened is null ? [] : [happened];
        foreach (var e in events.Concat(files.SelectMany(file => file.Reevaluate(edition, clock.GetUtcNow()))).ToList())
        {
            await publish.Publish(e, e.GetType(), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <inheritdoc cref="SaveAsync(IReadOnlyList{AssessmentFile}, AssessmentChanged?, EditionProgress, CancellationToken)"/>
    public Task SaveAsync(AssessmentFile file, AssessmentChanged? happened, EditionProgress edition, CancellationToken cancellationToken) =>
        SaveAsync([file], happened, edition, cancellationToken);
}

/// <summary>A decision that changed a file.</summary>
/// <param name="Event">The event that it publishes; null where only what follows from it is published.</param>
internal sealed record Change(AssessmentChanged? Event = null);

/// <summary>A file as it was saved, and the edition that it is in.</summary>
internal sealed record ChangedFile(AssessmentFile File, EditionProgress Edition);
