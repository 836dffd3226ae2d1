using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Erasure;
using Metropool.Intake.Replicas;
using Metropool.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Retention;

/// <summary>
/// Removes applications, nominations and texts after their retention period (R49). Several replicas can run it at the same time: each skips the rows that
/// another has locked.
/// </summary>
internal sealed partial class RetentionJob(
    IntakeDbContext db,
    ApplicationRemoval removal,
    PersonErasure erasure,
    RetentionSettings settings,
    ProgrammeClock clock,
    ILogger<RetentionJob> logger) : IJob
{
    /// <summary>Small, so that requests don't wait long for its locks.</summary>
    internal const int BatchSize = 100;

    public static string Name => "remove data after its retention period";

    /// <returns>The number of applications that were removed, or whose texts were.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await EraseAgainAsync(cancellationToken);
        await RemoveNominationsAsync(cancellationToken);
        var editions = await db.Editions.AsNoTracking().ToDictionaryAsync(edition => edition.Id, cancellationToken);
        var removed = await RemoveApplicationsAsync(editions, cancellationToken);
        var withoutTexts = await RemoveTextsAsync(editions, cancellationToken);
        if (removed + withoutTexts > 0)
        {
            LogRemoved(removed, withoutTexts);
        }

        return removed + withoutTexts;
    }

    // A request or an event that ran at the moment of an erasure can have stored the person again.
    private async Task EraseAgainAsync(CancellationToken cancellationToken)
    {
        var storedAgain = await db.ErasedPeople.Select(erased => erased.PersonId)
            .Where(id => db.Applications.Any(a => a.PersonId == id)
                || db.People.Any(p => p.PersonId == id)
                || db.Editions.Any(e => e.Team.Any(member => member.PersonId == id))
                || db.Interviews.Any(i => i.Panel.Any(member => member.PersonId == id)))
            .ToListAsync(cancellationToken);
        foreach (var personId in storedAgain)
        {
            await db.InTransactionAsync(token => erasure.EraseAsync(personId, token), cancellationToken);
            db.ChangeTracker.Clear();
        }
    }

    // Only those that led to no application. The others are removed with it.
    private Task<int> RemoveNominationsAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().AddDays(-settings.UnsuccessfulDays);
        return db.Nominations.Where(nomination => nomination.ApplicationId == null && nomination.SettledAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    private Task<int> RemoveApplicationsAsync(Dictionary<Guid, Edition> editions, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // One day is subtracted, because the period ends with a day in Europe/Amsterdam. KeptUntil checks the exact day below.
        var drafts = now.AddDays(-settings.DraftDays + 1);
        var closed = now.AddDays(-settings.UnsuccessfulDays + 1);
        var consented = now.AddDays(-settings.ConsentedDays + 1);
        var begun = EditionsPast(editions, edition => edition.StartsOn, settings.UnsuccessfulDays);
        return InBatchesAsync(
            db.Applications.Where(a =>
                (a.Status == ApplicationStatus.Draft && a.ChangedAt < drafts)
                || (a.ClosedAt < closed && (a.RetentionConsentAt == null || a.ClosedAt < consented))
                || (a.ClosedAt == null && a.Status != ApplicationStatus.Draft && a.Status != ApplicationStatus.Admitted && begun.Contains(a.EditionId))),
            application => editions.GetValueOrDefault(application.EditionId),
            removal.RemoveAsync,
            cancellationToken);
    }

    private async Task<int> RemoveTextsAsync(Dictionary<Guid, Edition> editions, CancellationToken cancellationToken)
    {
        var ended = EditionsPast(editions, edition => edition.EndsOn, settings.AdmittedTextsDays);
        // After a transfer the edition of the participation counts, not that of the application (R16).
        var transferred = await db.Participations
            .Join(db.Applications, p => p.ApplicationId, a => a.Id, (p, a) => new { a.Id, From = a.EditionId, To = p.EditionId })
            .Where(row => row.From != row.To && (ended.Contains(row.From) || ended.Contains(row.To)))
            .ToDictionaryAsync(row => row.Id, row => row.To, cancellationToken);
        Guid[] toEnded = [.. transferred.Where(row => ended.Contains(row.Value)).Select(row => row.Key)];
        Guid[] toOther = [.. transferred.Where(row => !ended.Contains(row.Value)).Select(row => row.Key)];
        return await InBatchesAsync(
            db.Applications.Where(a => a.Status == ApplicationStatus.Admitted && a.TextsRemovedAt == null
                && ((ended.Contains(a.EditionId) && !toOther.Contains(a.Id)) || toEnded.Contains(a.Id))),
            application => editions.GetValueOrDefault(transferred.GetValueOrDefault(application.Id, application.EditionId)),
            RemoveTextsAsync,
            cancellationToken);
    }

    private Guid[] EditionsPast(Dictionary<Guid, Edition> editions, Func<Edition, Contracts.PartialDate?> dayOf, int days) =>
        [.. editions.Values.Where(edition => dayOf(edition) is { } day && day.Latest.AddDays(days) < clock.Today).Select(edition => edition.Id)];

    private async Task RemoveTextsAsync(IReadOnlyCollection<Application> due, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. due.Select(application => application.Id)];
        foreach (var application in due)
        {
            application.RemoveTexts(clock.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellationToken);
        await db.Set<Judgement>().Where(judgement => ids.Contains(EF.Property<Guid>(judgement, "ApplicationId"))).ExecuteDeleteAsync(cancellationToken);
        // The trigger of the history allows this update once the texts of the application are removed.
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE application_history SET reason = NULL, judgement_id = NULL
            WHERE application_id = ANY ({ids}) AND (reason IS NOT NULL OR judgement_id IS NOT NULL)
            """,
            cancellationToken);
    }

    private async Task<int> InBatchesAsync(
        IQueryable<Application> candidates,
        Func<Application, Edition?> editionOf,
        Func<IReadOnlyCollection<Application>, CancellationToken, Task> handleAsync,
        CancellationToken cancellationToken)
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
        Guid[] ids,
        Func<Application, Edition?> editionOf,
        Func<IReadOnlyCollection<Application>, CancellationToken, Task> handleAsync,
        CancellationToken cancellationToken)
    {
        var locked = await db.Database
            .SqlQuery<Guid>($"SELECT id FROM applications WHERE id = ANY ({ids}) ORDER BY id FOR UPDATE SKIP LOCKED").ToListAsync(cancellationToken);
        var applications = await db.Applications.WithParts().Where(a => locked.Contains(a.Id)).OrderBy(a => a.Id).ToListAsync(cancellationToken);
        // Checked again under the lock, because the candidate may have given consent since the search.
        var due = applications.Where(a => editionOf(a) is { } edition && a.KeptUntil(settings, edition) < clock.Today).ToList();
        if (due.Count > 0)
        {
            await handleAsync(due, cancellationToken);
        }

        return due.Count;
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Removed {Removed} applications and the texts of {TextsRemoved} others after their retention period.")]
    private partial void LogRemoved(int removed, int textsRemoved);
}
