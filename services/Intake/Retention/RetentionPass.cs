using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Erasure;
using Metropool.Intake.Passes;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Retention;

/// <summary>
/// Removes what is kept no longer (R49). Several replicas may pass at the same time, and a pass may come again: what one has locked another leaves alone, and what is gone isn't found.
/// </summary>
internal sealed partial class RetentionPass(IntakeDbContext db, Removals removals, Erasures erasures, RetentionSettings settings, ProgrammeClock clock, ILogger<RetentionPass> logger) : IPass
{
    /// <summary>Small enough that nobody waits for its locks.</summary>
    internal const int BatchSize = 100;

    public static string Over => "what is kept no longer";

    /// <summary>Removes all that is due.</summary>
    /// <returns>How many applications were removed, or had their texts removed.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await EraseWhoCameBackAsync(cancellationToken);
        await ForgetNominationsAsync(cancellationToken);
        var editions = await db.Editions.AsNoTracking().ToDictionaryAsync(edition => edition.Id, cancellationToken);
        var (removed, emptied) = (await RemoveAsync(editions, cancellationToken), await EmptyAsync(editions, cancellationToken));
        if (removed + emptied > 0)
        {
            LogDone(removed, emptied);
        }

        return removed + emptied;
    }

    // A request or an event that was at work at the very moment of an erasure.
    private async Task EraseWhoCameBackAsync(CancellationToken cancellationToken)
    {
        var back = await db.ErasedPeople.Select(erased => erased.PersonId)
            .Where(id => db.Applications.Any(a => a.PersonId == id) || db.People.Any(p => p.PersonId == id) || db.Editions.Any(e => e.Team.Any(member => member.PersonId == id)) || db.Interviews.Any(i => i.Panel.Any(member => member.PersonId == id)))
            .ToListAsync(cancellationToken);
        foreach (var personId in back)
        {
            await db.InTransactionAsync(token => erasures.EraseAsync(personId, token), cancellationToken);
            db.ChangeTracker.Clear();
        }
    }

    // Those that nobody took up: they name somebody who has nothing here. The others go with their application.
    private Task<int> ForgetNominationsAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().AddDays(-settings.UnsuccessfulDays);
        return db.Nominations.Where(nomination => nomination.ApplicationId == null && nomination.SettledAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    private Task<int> RemoveAsync(Dictionary<Guid, Edition> editions, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // A day less than is asked for: that of the application itself, in Amsterdam, decides.
        var (drafts, closed, consented) = (now.AddDays(-settings.DraftDays + 1), now.AddDays(-settings.UnsuccessfulDays + 1), now.AddDays(-settings.ConsentedDays + 1));
        var begun = editions.Values.Where(edition => edition.StartsOn is { } start && start.Latest.AddDays(settings.UnsuccessfulDays) < clock.Today).Select(edition => edition.Id).ToArray();
        return InBatchesAsync(
            db.Applications.Where(a =>
                (a.Status == ApplicationStatus.Draft && a.ChangedAt < drafts)
                || (a.ClosedAt < closed && (a.RetentionConsentAt == null || a.ClosedAt < consented))
                || (a.ClosedAt == null && a.Status != ApplicationStatus.Draft && a.Status != ApplicationStatus.Admitted && begun.Contains(a.EditionId))),
            application => editions.GetValueOrDefault(application.EditionId),
            due => removals.RemoveAsync(due, cancellationToken),
            cancellationToken);
    }

    private async Task<int> EmptyAsync(Dictionary<Guid, Edition> editions, CancellationToken cancellationToken)
    {
        var over = editions.Values.Where(edition => edition.EndsOn is { } end && end.Latest.AddDays(settings.AdmittedTextsDays) < clock.Today).Select(edition => edition.Id).ToArray();
        // The edition that they take part in, which is another than was applied for after a transfer (R16).
        var elsewhere = await db.Participations.Join(db.Applications, p => p.ApplicationId, a => a.Id, (p, a) => new { a.Id, Applied = a.EditionId, p.EditionId })
            .Where(row => row.Applied != row.EditionId && (over.Contains(row.Applied) || over.Contains(row.EditionId)))
            .ToDictionaryAsync(row => row.Id, row => row.EditionId, cancellationToken);
        Guid[] there = [.. elsewhere.Where(row => over.Contains(row.Value)).Select(row => row.Key)], notThere = [.. elsewhere.Where(row => !over.Contains(row.Value)).Select(row => row.Key)];
        return await InBatchesAsync(
            db.Applications.Where(a => a.Status == ApplicationStatus.Admitted && a.TextsRemovedAt == null && ((over.Contains(a.EditionId) && !notThere.Contains(a.Id)) || there.Contains(a.Id))),
            application => editions.GetValueOrDefault(elsewhere.GetValueOrDefault(application.Id, application.EditionId)),
            due => EmptyAsync(due, cancellationToken),
            cancellationToken);
    }

    private async Task EmptyAsync(List<Application> due, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. due.Select(application => application.Id)];
        due.ForEach(application => application.RemoveTexts(clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        await db.Set<Judgement>().Where(judgement => ids.Contains(EF.Property<Guid>(judgement, "ApplicationId"))).ExecuteDeleteAsync(cancellationToken);
        // The trigger of the history lets this through once the texts of the application are removed.
        await db.Database.ExecuteSqlAsync($"UPDATE application_history SET reason = NULL, judgement_id = NULL WHERE application_id = ANY ({ids}) AND (reason IS NOT NULL OR judgement_id IS NOT NULL)", cancellationToken);
    }

    // Each batch in a transaction of its own. Whether it is due is asked again of what is locked: somebody may have agreed to be kept meanwhile.
    private async Task<int> InBatchesAsync(
        IQueryable<Application> candidates, Func<Application, Edition?> editionOf, Func<List<Application>, Task> handleAsync, CancellationToken cancellationToken)
    {
        var (total, last) = (0, Guid.Empty);
        while (true)
        {
            var ids = await candidates.Where(a => a.Id > last).OrderBy(a => a.Id).Take(BatchSize).Select(a => a.Id).ToArrayAsync(cancellationToken);
            if (ids.Length == 0)
            {
                return total;
            }

            var count = await db.InTransactionAsync<int>(token => HandleBatchAsync(ids, editionOf, handleAsync, token), cancellationToken);
            db.ChangeTracker.Clear();
            (total, last) = (total + count.Value, ids[^1]);
        }
    }

    private async Task<Outcome<int>> HandleBatchAsync(
        Guid[] ids, Func<Application, Edition?> editionOf, Func<List<Application>, Task> handleAsync, CancellationToken cancellationToken)
    {
        var locked = await db.Database.SqlQuery<Guid>($"SELECT id FROM applications WHERE id = ANY ({ids}) ORDER BY id FOR UPDATE SKIP LOCKED").ToListAsync(cancellationToken);
        var applications = await db.Applications.Where(a => locked.Contains(a.Id)).OrderBy(a => a.Id).ToListAsync(cancellationToken);
        var due = applications.Where(a => editionOf(a) is { } edition && a.KeptUntil(settings, edition) < clock.Today).ToList();
        if (due.Count > 0)
        {
            await handleAsync(due);
        }

        return due.Count;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Removed} applications were removed, and the texts of {Emptied} others: their time was over.")]
    private partial void LogDone(int removed, int emptied);
}
