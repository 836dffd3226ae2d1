using MassTransit;
using Metropool.Assessment.Assessments;
using Metropool.Assessment.Replicas;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;

namespace Metropool.Assessment.Consumers;

/// <summary>Applies the name, the modules and the education team of an edition.</summary>
internal sealed class EditionChangedConsumer(AssessmentDbContext db, AssessmentStore store) : IConsumer<EditionChanged>
{
    public async Task Consume(ConsumeContext<EditionChanged> context)
    {
        var (state, token) = (context.Message, context.CancellationToken);
        var edition = await db.FindOrAddAsync(state.EditionId, id => new Edition(id), token);
        if (!edition.Apply(state))
        {
            return;
        }

        // The replica is saved before the files are locked. A decision that gets a lock earlier doesn't see it, and its file is reevaluated here; a later
        // decision sees it.
        await db.SaveChangesAsync(token);
        await store.ReevaluateAsync(state.EditionId, token);
    }
}
