using MassTransit;
using Metropool.Assessment.Files;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;

namespace Metropool.Assessment.Consumers;

/// <summary>Makes the assessment file of a participation known, and follows the participation.</summary>
internal sealed class ParticipationChangedConsumer(AssessmentStore store, ProgrammeClock clock) : IConsumer<ParticipationChanged>
{
    public async Task Consume(ConsumeContext<ParticipationChanged> context)
    {
        var file = await store.LockOrCreateAsync(context.Message.ParticipationId, context.CancellationToken);
        var news = file.Learn(context.Message, clock.GetUtcNow());
        await store.SaveAsync(file, news, await store.ProgressOfAsync(file, context.CancellationToken), context.CancellationToken);
    }
}
