using MassTransit;
using Metropool.Contracts.Scheduling;
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

        participation.Apply(state);
        await db.SaveChangesAsync(context.CancellationToken);
    }
}
