using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Scheduling.Participations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Announcing;

/// <summary>Publishes the current state of all that Scheduling owns again, under the names that hold for every state.</summary>
internal sealed class Announcer(SchedulingDbContext db, ProgrammeClock clock) : IAnnouncer
{
    private const int BatchSize = 100;

    public async Task<int> AnnounceAsync(IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var count = 0;
        count += await InBatchesAsync(
            db.Set<ProgrammeTimeState>().OrderBy(s => s.ClockId),
            state => new ProgrammeTimeMoved { ClockId = state.ClockId, Version = state.Version, OccurredAt = now, Offset = state.Offset },
            publish, cancellationToken);
        count += await InBatchesAsync(
            db.Editions.Include(e => e.Modules).Include(e => e.Team).OrderBy(e => e.Id),
            edition => edition.State(), publish, cancellationToken);
        count += await InBatchesAsync(ParticipationQueries.Whole(db).OrderBy(p => p.Id), participation => participation.State<ParticipationChanged>(), publish, cancellationToken);
        count += await InBatchesAsync(db.Interviews.OrderBy(i => i.Id), interview => interview.State<InterviewChanged>(), publish, cancellationToken);
        count += await InBatchesAsync(db.Modules.Where(m => m.CompletedOn != null).OrderBy(m => m.CompletedAt).ThenBy(m => m.Id), module => module.Completed()!, publish, cancellationToken);
        count += await InBatchesAsync(db.Standings.OrderBy(s => s.ParticipationId), standing => standing.State(), publish, cancellationToken);
        return count;
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
