using MassTransit;
using Metropool.Assessment.Files;
using Metropool.Contracts.Internship;

namespace Metropool.Assessment.Consumers;

/// <summary>Follows a participant's internship. A finished one becomes part of the final assessment by this alone (R31).</summary>
internal sealed class InternshipChangedConsumer(AssessmentStore store) : IConsumer<InternshipChanged>
{
    public async Task Consume(ConsumeContext<InternshipChanged> context)
    {
        var file = await store.LockOrCreateAsync(context.Message.ParticipationId, context.CancellationToken);
        file.Learn(context.Message);
        await store.SaveAsync(file, null, await store.ProgressOfAsync(file, context.CancellationToken), context.CancellationToken);
    }
}
