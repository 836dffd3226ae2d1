using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Scheduling.Participations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Announcing;

/// <summary>Publishes the current state of all aggregates of Scheduling again.</summary>
internal sealed class Announcer(SchedulingDbContext db, ProgrammeClock clock) : IAnnouncer
{
    private const int BatchSize = 100;

    public async Task<int> AnnounceAsync(IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await PublishAsync(
                db.Set<ProgrammeTimeState>().OrderBy(s => s.ClockId),
                state => new ProgrammeTimeMoved { ClockId = state.ClockId, Version = state.Version, OccurredAt = now, Offset = state.Offset })
            + await PublishAsync(
                db.Editions.Include(e => e.Modules).Include(e => e.Team).AsSplitQuery().OrderBy(e => e.Id),
                edition => edition.State(EditionChange.Updated))
            + await PublishAsync(db.Participations.WithParts().OrderBy(p => p.Id), participation => participation.State(ParticipationChange.Updated))
            + await PublishAsync(db.Interviews.OrderBy(i => i.Id), interview => interview.State(InterviewChange.Updated))
            + await PublishAsync(
                db.Modules.Where(m => m.CompletedOn != null).OrderBy(m => m.CompletedAt).ThenBy(m => m.Id), module => module.Completed()!)
            + await PublishAsync(db.ParticipationAttendances.OrderBy(a => a.ParticipationId), attendance => attendance.State());

        Task<int> PublishAsync<TEntity, TEvent>(IQueryable<TEntity> query, Func<TEntity, TEvent> state)
            where TEntity : class
            where TEvent : class => InBatchesAsync(query, state, publish, cancellationToken);
    }

    private async Task<int> InBatchesAsync<TEntity, TEvent>(
        IQueryable<TEntity> query, Func<TEntity, TEvent> state, IPublishEndpoint publish, CancellationToken cancellationToken)
        where TEntity : class
        where TEvent : class
    {
        var count = 0;
        while (true)
        {
            var batch = await query.AsNoTracking().Skip(count).Take(BatchSize).ToListAsync(cancellationToken);
            foreach (var entity in batch)
            {
                await publish.Publish(state(entity), cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
            count += batch.Count;
            if (batch.Count < BatchSize)
            {
                return count;
            }
        }
    }
}
