using MassTransit;
using Metropool.Assessment.Editions;
using Metropool.Contracts.Assessment;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Assessments;

/// <summary>Changes assessment files under a row lock, and publishes the events that follow from the change.</summary>
/// <remarks>
/// A lock instead of a version check. Two consumers that change a file at the same moment must see each other's change (the last chapter and the last day of
/// attendance together meet the requirements, neither does alone), and a participant who submits a chapter isn't refused because an event arrives.
/// </remarks>
internal sealed class AssessmentStore(AssessmentDbContext db, IPublishEndpoint publish, ProgrammeClock clock, AssessmentSettings defaults)
{
    /// <summary>Changes a file that is visible to the caller, in a transaction, and publishes the event.</summary>
    /// <param name="id">The file.</param>
    /// <param name="caller">The caller: <see cref="Refusals.FileUnknown"/> if the file isn't visible to them.</param>
    /// <param name="texts">The texts to load.</param>
    /// <param name="decide">The decision. It runs again if the transaction is repeated.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<Outcome<ChangedFile>> ChangeAsync(
        Guid id, Caller caller, Texts texts, Func<AssessmentFile, EditionProgress, Outcome<AssessmentChanged>> decide, CancellationToken cancellationToken) =>
        RunAsync(id, caller, texts, (file, edition) => decide(file, edition).IsRefused(out var refusal, out var state) ? refusal : state, cancellationToken);

    /// <summary>Changes a file that is visible to the caller, in a transaction. Only the events that follow from the change are published.</summary>
    public Task<Outcome<ChangedFile>> ChangeAsync(
        Guid id, Caller caller, Texts texts, Func<AssessmentFile, EditionProgress, Refusal?> decide, CancellationToken cancellationToken) =>
        RunAsync(id, caller, texts, (file, edition) => decide(file, edition) is { } refusal ? refusal : (AssessmentChanged?)null, cancellationToken);

    /// <summary>Applies the state of another service to the file of a participation, which is created if there is none. In the caller's transaction.</summary>
    /// <param name="participationId">The participation.</param>
    /// <param name="apply">Applies the state, and returns the event to publish; null if there is none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task ApplyAsync(Guid participationId, Func<AssessmentFile, AssessmentChanged?> apply, CancellationToken cancellationToken)
    {
        var file = await LockOrCreateAsync(participationId, cancellationToken);
        var state = apply(file);
        await SaveAsync([file], state, await ProgressOfAsync(file, cancellationToken), cancellationToken);
    }

    /// <inheritdoc cref="ApplyAsync(Guid, Func{AssessmentFile, AssessmentChanged}, CancellationToken)"/>
    public Task ApplyAsync(Guid participationId, Action<AssessmentFile> apply, CancellationToken cancellationToken) => ApplyAsync(
        participationId,
        file =>
        {
            apply(file);
            return null;
        },
        cancellationToken);

    /// <summary>Reevaluates all files of an edition. In the caller's transaction.</summary>
    public async Task ReevaluateAsync(Guid editionId, CancellationToken cancellationToken)
    {
        var files = await LockAllAsync(editionId, cancellationToken);
        await SaveAsync(files, null, await ProgressOfAsync(editionId, cancellationToken), cancellationToken);
    }

    /// <summary>Locks and loads all files of an edition in the order of their ids. In the caller's transaction.</summary>
    public async Task<IReadOnlyList<AssessmentFile>> LockAllAsync(Guid editionId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            SELECT 1 FROM assessment_files JOIN participations ON participations.file_id = assessment_files.id
            WHERE participations.edition_id = {editionId} ORDER BY assessment_files.id FOR UPDATE OF assessment_files
            """,
            cancellationToken);
        return await db.Assessments.WithParts()
            .Where(file => file.Participation!.EditionId == editionId)
            .OrderBy(file => file.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The edition of a file, and its progress.</summary>
    public Task<EditionProgress> ProgressOfAsync(AssessmentFile file, CancellationToken cancellationToken) =>
        ProgressOfAsync(file.Participation?.EditionId ?? Guid.Empty, cancellationToken);

    /// <summary>The progress of an edition.</summary>
    public async Task<EditionProgress> ProgressOfAsync(Guid editionId, CancellationToken cancellationToken) => new(
        await db.Editions.FindAsync([editionId], cancellationToken),
        await db.CompletedModules.Where(module => module.EditionId == editionId).ToListAsync(cancellationToken),
        await db.EditionSettings.FindAsync([editionId], cancellationToken) ?? EditionSettings.Defaults(editionId, defaults));

    /// <summary>Reevaluates locked files, publishes the events, and saves.</summary>
    /// <param name="files">The files.</param>
    /// <param name="state">The event of a decision about one of them; null if there is none.</param>
    /// <param name="edition">The progress of their edition.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task SaveAsync(IReadOnlyList<AssessmentFile> files, AssessmentChanged? state, EditionProgress edition, CancellationToken cancellationToken)
    {
        IEnumerable<AssessmentChanged> events = state is null ? [] : [state];
        foreach (var e in events.Concat(files.SelectMany(file => file.Reevaluate(edition, clock.GetUtcNow()))).ToList())
        {
            await publish.Publish(e, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private Task<Outcome<ChangedFile>> RunAsync(
        Guid id, Caller caller, Texts texts, Func<AssessmentFile, EditionProgress, Outcome<AssessmentChanged?>> decide, CancellationToken cancellationToken) =>
        db.InTransactionAsync<ChangedFile>(
            async token =>
            {
                await db.Database.ExecuteSqlAsync($"SELECT 1 FROM assessment_files WHERE id = {id} FOR UPDATE", token);
                var visible = db.AssessmentsVisibleTo(caller, clock.Today).WithParts().WithTexts(texts);
                if (await visible.SingleOrDefaultAsync(file => file.Id == id, token) is not { } file)
                {
                    return Refusals.FileUnknown;
                }

                var edition = await ProgressOfAsync(file, token);
                var outcome = decide(file, edition);
                if (outcome.Refusal is { } refusal)
                {
                    return refusal;
                }

                await SaveAsync([file], outcome.Value, edition, token);
                return new ChangedFile(file, edition);
            },
            cancellationToken);

    private async Task<AssessmentFile> LockOrCreateAsync(Guid participationId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO assessment_files (id, participation_id, version, all_requirements_met) VALUES ({Guid.CreateVersion7()}, {participationId}, 0, false)
            ON CONFLICT (participation_id) DO NOTHING
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM assessment_files WHERE participation_id = {participationId} FOR UPDATE", cancellationToken);
        return await db.Assessments.WithParts().SingleAsync(file => file.ParticipationId == participationId, cancellationToken);
    }
}

/// <summary>A file as it was saved, and the progress of its edition.</summary>
internal sealed record ChangedFile(AssessmentFile File, EditionProgress Edition);
