using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Editions;
using Metropool.Intake.Interests;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>Keeps the copy of an edition. Its terms begin with it, as the settings say; whoever is interested is told that it is open.</summary>
internal sealed class EditionChangedConsumer(IntakeDbContext db, InterestNews news, IntakeSettings settings) : IConsumer<EditionChanged>
{
    public async Task Consume(ConsumeContext<EditionChanged> context)
    {
        var state = context.Message;
        var edition = await db.Editions.SingleOrDefaultAsync(e => e.Id == state.EditionId, context.CancellationToken);
        if (edition is null)
        {
            edition = new Edition { Id = state.EditionId };
            db.Add(edition);
            db.Add(EditionTerms.Default(state.EditionId, settings));
        }

        if (edition.Apply(state))
        {
            await news.TellAsync(edition, context.CancellationToken);
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
