using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Editions;
using Metropool.Intake.Erasure;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>Keeps the copy of an edition. Its terms begin with it, as the settings say.</summary>
internal sealed class EditionChangedConsumer(IntakeDbContext db, IntakeSettings settings) : IConsumer<EditionChanged>
{
    public async Task Consume(ConsumeContext<EditionChanged> context)
    {
        var state = await db.WithoutErasedAsync(context.Message, context.CancellationToken);
        var edition = await db.Editions.SingleOrDefaultAsync(e => e.Id == state.EditionId, context.CancellationToken);
        if (edition is null)
        {
            edition = new Edition { Id = state.EditionId };
            db.Add(edition);
            db.Add(EditionTerms.Default(state.EditionId, settings));
        }

        edition.Apply(state);
        await db.SaveChangesAsync(context.CancellationToken);
    }
}
