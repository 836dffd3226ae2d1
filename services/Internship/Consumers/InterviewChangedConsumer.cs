using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Internship.Copies;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Consumers;

/// <summary>Learns which trainer is booked for a participant (R46). Intake interviews are about no participation and are left out.</summary>
internal sealed class InterviewChangedConsumer(InternshipDbContext db) : IConsumer<InterviewChanged>
{
    public async Task Consume(ConsumeContext<InterviewChanged> context)
    {
        var message = context.Message;
        if (message.ParticipationId is null)
        {
            return;
        }

        if (await db.Interviews.SingleOrDefaultAsync(copy => copy.Id == message.InterviewId, context.CancellationToken) is { } known)
        {
            known.Apply(message);
        }
        else
        {
            db.Add(Interview.From(message));
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
