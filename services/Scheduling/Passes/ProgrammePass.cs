using System.Diagnostics;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Participations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Passes;

/// <summary>
/// What follows from time alone: with the first module day participations become active, and with its last day over a module is completed.
/// A pass does whatever is due, in the order in which it became due, however long ago; several replicas may pass at the same time.
/// </summary>
internal sealed class ProgrammePass(SchedulingDbContext db, Standings standings, IPublishEndpoint publish, ProgrammeClock clock)
{
    private static readonly ActivitySource Source = new("Metropool.Scheduling.Passes");

    /// <summary>Does all that is due.</summary>
    /// <returns>In how many editions something was due.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        List<Guid> due;
        // Asked every second or minute, for nobody: an activity that isn't recorded keeps it, and the SQL in it, out of the traces. What is then done is seen.
        using (new Activity("programme pass").Start())
        {
            due = await DueAsync(now, cancellationToken);
        }

        foreach (var editionId in due)
        {
            using var pass = Source.StartActivity("programme pass");
            await db.InTransactionAsync<int>(token => PassAsync(editionId, now, token), cancellationToken);
            db.ChangeTracker.Clear();
        }

        return due.Count;
    }

    private Task<List<Guid>> DueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var days = db.ModuleDays.Where(day => !day.Cancelled);
        return db.Editions
            .Where(e => e.Status == EditionStatus.Open || e.Status == EditionStatus.Released)
            .Where(e =>
                (days.Any(day => day.EditionId == e.Id && day.Begins <= now) && db.Participations.Any(p => p.EditionId == e.Id && p.Status == ParticipationStatus.Placed))
                || e.Modules.Any(m => m.CompletedOn == null && m.Kind != ModuleKind.Internship
                    && days.Any(day => day.ModuleId == m.Id) && !days.Any(day => day.ModuleId == m.Id && day.Ends > now)))
            .OrderBy(e => e.Id).Select(e => e.Id).ToListAsync(cancellationToken);
    }

    private async Task<Outcome<int>> PassAsync(Guid editionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Another replica may have done it by the time the lock is had: everything is asked again under it.
        await db.LockEditionAsync(editionId, cancellationToken);
        var edition = (await db.FindEditionAsync(editionId, cancellationToken))!;
        var days = await db.ModuleDays.AsNoTracking().Where(day => day.EditionId == editionId && !day.Cancelled).ToListAsync(cancellationToken);
        if (days.Count == 0)
        {
            return 0;
        }

        await BeginAsync(editionId, days.Min(day => day.Begins), now, cancellationToken);
        var over = days.GroupBy(day => day.ModuleId)
            .Select(module => (Module: edition.Modules.Single(m => m.Id == module.Key), Last: module.MaxBy(day => day.Ends)!))
            .Where(m => m.Last.Ends <= now).OrderBy(m => m.Last.Ends).ThenBy(m => m.Module.Number);
        foreach (var (module, last) in over)
        {
            if (module.Complete(last.Date, last.Ends) is { } completed)
            {
                await publish.Publish(completed, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                await standings.JudgeAsync(edition, only: null, last.Ends, cancellationToken);
            }
        }

        return 1;
    }

    private async Task BeginAsync(Guid editionId, DateTimeOffset begins, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (begins > now)
        {
            return;
        }

        foreach (var participation in await ParticipationQueries.Whole(db)
            .Where(p => p.EditionId == editionId && p.Status == ParticipationStatus.Placed).OrderBy(p => p.Id).ToListAsync(cancellationToken))
        {
            // Who got a place after the edition had begun begins then.
            if (participation.Begin(begins > participation.StatusSince ? begins : participation.StatusSince) is { } begun)
            {
                await publish.Publish(begun, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
