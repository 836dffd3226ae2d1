using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Calendars;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Interviews;

/// <summary>Cancels future interviews whose application, participation or edition has ended.</summary>
internal sealed class InterviewCancellation(SchedulingDbContext db, Calendar calendar, IPublishEndpoint publish)
{
    public async Task CancelAsync(IQueryable<Interview> interviews, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var future = await interviews.Where(i => i.Status == InterviewStatus.Booked && i.StartsAt > now).OrderBy(i => i.Id).ToListAsync(cancellationToken);
        foreach (var interview in future)
        {
            if (!interview.Cancel(reason, now).IsRefused(out _, out var cancelled))
            {
                await calendar.RemoveAsync(interview.Id, cancellationToken);
                await publish.Publish(cancelled, cancellationToken);
            }
        }
    }

    /// <summary>Cancels the future interviews of a participation.</summary>
    public Task CancelAsync(Guid participationId, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        CancelAsync(db.Interviews.Where(i => i.ParticipationId == participationId), reason, now, cancellationToken);
}
