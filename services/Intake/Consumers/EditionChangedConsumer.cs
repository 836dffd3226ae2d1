using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Editions;
using Metropool.Intake.Erasure;
using Metropool.Intake.Interests;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>
/// Keeps the copy of an edition. Its terms begin with it, as the settings say. Whoever is interested is told that it is open; where it is cancelled its applications
/// lapse, and everybody is told.
/// </summary>
internal sealed class EditionChangedConsumer(IntakeDbContext db, InterestNews news, Lapses lapses, IntakeSettings settings) : IConsumer<EditionChanged>
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

        var before = edition.Status;
        if (edition.Apply(state))
        {
            await news.TellAsync(edition, context.CancellationToken);
        }

        await db.SaveChangesAsync(context.CancellationToken);
        if (edition.Status == EditionStatus.Cancelled)
        {
            await lapses.LapseAsync(edition, isNews: before != EditionStatus.Cancelled, context.CancellationToken);
        }
    }
}
