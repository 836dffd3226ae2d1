using MassTransit;
using Metropool.Assessment.Editions;
using Metropool.Assessment.Files;
using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Consumers;

/// <summary>Follows an edition: its modules and its education team.</summary>
internal sealed class EditionChangedConsumer(AssessmentDbContext db, AssessmentStore store) : IConsumer<EditionChanged>
{
    public async Task Consume(ConsumeContext<EditionChanged> context)
    {
        var state = context.Message;
        var edition = await db.Editions.SingleOrDefaultAsync(e => e.Id == state.EditionId, context.CancellationToken);
        if (edition is null)
        {
            edition = new Edition { Id = state.EditionId };
            db.Add(edition);
        }

        if (!edition.Apply(state))
        {
            return;
        }

        await db.SaveChangesAsync(context.CancellationToken);
        var files = await store.LockAllAsync(state.EditionId, context.CancellationToken);
        await store.SaveAsync(files, null, await store.ProgressOfAsync(state.EditionId, context.CancellationToken), context.CancellationToken);
    }
}
