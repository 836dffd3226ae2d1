using System.Diagnostics;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Jobs;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Participations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Jobs;

/// <summary>
/// Applies changes that are due by programme time: participations become active on the first module day, and a module is completed after its last day. Due
/// work is done in the order in which it became due.
/// </summary>
internal sealed class ProgrammeJob(SchedulingDbContext db, AttendanceEvaluator evaluator, IPublishEndpoint publish, ProgrammeClock clock) : IJob
{
    private static readonly ActivitySource Source = new("Metropool.Scheduling.Jobs");

    public static string Name => "advance editions";

    /// <returns>The number of editions with due work.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        List<Guid> due;
        using (JobTraces.Suppress())
        {
            due = await FindDueAsync(now, cancellationToken);
        }

        foreach (var editionId in due)
        {
            using var activity = Source.StartActivity(Name);
            await db.InTransactionAsync(token => ApplyAsync(editionId, now, token), cancellationToken);
            db.ChangeTracker.Clear();
        }

        return due.Count;
    }

    private Task<List<Guid>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var days = db.ModuleDays.Where(day => !day.Cancelled);
        return db.Editions
            .Where(e => e.Status == EditionStatus.Open || e.Status == EditionStatus.Released)
            .Where(e =>
                (days.Any(day => day.EditionId == e.Id && day.Begins <= now)
                    && db.Participations.Any(p => p.EditionId == e.Id && p.Status == ParticipationStatus.Placed))
                || e.Modules.Any(m => m.CompletedOn == null && m.Kind != ModuleKind.Internship
                    && days.Any(day => day.ModuleId == m.Id) && !days.Any(day => day.ModuleId == m.Id && day.Ends > now)))
            .OrderBy(e => e.Id).Select(e => e.Id).ToListAsync(cancellationToken);
    }

    private async Task ApplyAsync(Guid editionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Another replica may have done the work before this one acquired the lock, so all of it is checked again.
        await db.LockEditionAsync(editionId, cancellationToken);
        var edition = (await db.FindEditionAsync(editionId, cancellationToken))!;
        var days = await db.ModuleDays.AsNoTracking().Where(day => day.EditionId == editionId && !day.Cancelled).ToListAsync(cancellationToken);
        if (days.Count == 0)
        {
            return;
        }

        await BeginParticipationsAsync(editionId, days.Min(day => day.Begins), now, cancellationToken);
        var ended = days.GroupBy(day => day.ModuleId)
            .Select(module => (Module: edition.Modules.Single(m => m.Id == module.Key), Last: module.MaxBy(day => day.Ends)!))
            .Where(m => m.Last.Ends <= now).OrderBy(m => m.Last.Ends).ThenBy(m => m.Module.Number);
        foreach (var (module, last) in ended)
        {
            if (module.Complete(last.Date, last.Ends) is { } completed)
            {
                await publish.Publish(completed, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                await evaluator.EvaluateAsync(edition, only: null, last.Ends, cancellationToken);
            }
        }
    }

    private async Task BeginParticipationsAsync(Guid editionId, DateTimeOffset begins, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (begins > now)
        {
            return;
        }

        var placed = await db.Participations.WithParts().Where(p => p.EditionId == editionId && p.Status == ParticipationStatus.Placed)
            .OrderBy(p => p.Id).ToListAsync(cancellationToken);
        foreach (var participation in placed)
        {
            // A participant who got a place after the edition had begun begins at that moment.
            if (participation.Begin(begins > participation.StatusSince ? begins : participation.StatusSince) is { } begun)
            {
                await publish.Publish(begun, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
