using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Calendars;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Interviews;

/// <summary>Cancels interviews that were to come because what they were about is no more.</summary>
internal sealed class InterviewCancellation(SchedulingDbContext db, Calendar calendar, IPublishEndpoint publish)
{
    public async Task CancelAsync(IQueryable<Interview> which, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var interview in await which.Where(i => i.Status == InterviewStatus.Booked && i.StartsAt > now).OrderBy(i => i.Id).ToListAsync(cancellationToken))
        {
            if (!interview.Cancel(reason, now).IsRefused(out _, out var cancelled))
            {
                await calendar.LeaveAsync(interview.Id, cancellationToken);
                await publish.Publish(cancelled, cancellationToken);
            }
        }
    }

    /// <summary>Those about a participation.</summary>
    public Task CancelOfParticipationAsync(Guid participationId, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        CancelAsync(db.Interviews.Where(i => i.ParticipationId == participationId), reason, now, cancellationToken);
}
