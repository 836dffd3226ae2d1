using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Erasure;
using Metropool.Intake.Participations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>Keeps the copy of a participation: whether it still takes a place.</summary>
internal sealed class ParticipationChangedConsumer(IntakeDbContext db) : IConsumer<ParticipationChanged>
{
    public async Task Consume(ConsumeContext<ParticipationChanged> context)
    {
        var state = context.Message;
        var participation = await db.Participations.SingleOrDefaultAsync(p => p.Id == state.ParticipationId, context.CancellationToken);
        if (participation is null)
        {
            participation = new Participation { Id = state.ParticipationId };
            db.Add(participation);
        }

        // Of somebody who was erased it counts that there is a participation, and not whose.
        participation.Apply(state, await db.IsErasedAsync(state.PersonId, context.CancellationToken) ? Guid.Empty : state.ApplicationId);
        await db.SaveChangesAsync(context.CancellationToken);
    }
}
