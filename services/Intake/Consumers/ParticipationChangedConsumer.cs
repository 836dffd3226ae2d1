using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Erasure;
using Metropool.Intake.Offers;
using Metropool.Intake.Participations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>Keeps the copy of a participation: whether it still takes a place. One that comes free is offered.</summary>
internal sealed class ParticipationChangedConsumer(IntakeDbContext db, FreePlaces freePlaces) : IConsumer<ParticipationChanged>
{
    public async Task Consume(ConsumeContext<ParticipationChanged> context)
    {
        var state = context.Message;
        var participation = await db.Participations.SingleOrDefaultAsync(p => p.Id == state.ParticipationId, context.CancellationToken);
        // Before anything is known of it, the place is the application's.
        var placeIn = participation is null
            ? await db.Applications.Where(a => a.Id == state.ApplicationId).Select(a => (Guid?)a.EditionId).SingleOrDefaultAsync(context.CancellationToken)
            : participation.PlaceIn;
        if (participation is null)
        {
            participation = new Participation { Id = state.ParticipationId };
            db.Add(participation);
        }

        // Of somebody who was erased it counts that there is a participation, and not whose.
        participation.Apply(state, await db.IsErasedAsync(state.PersonId, context.CancellationToken) ? Guid.Empty : state.ApplicationId);
        await db.SaveChangesAsync(context.CancellationToken);
        if (placeIn is { } editionId && participation.PlaceIn != editionId)
        {
            await freePlaces.OfferAsync(editionId, context.CancellationToken);
        }
    }
}
