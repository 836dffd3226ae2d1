using MassTransit;
using Metropool.Assessment.Files;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Consumers;

/// <summary>Follows the development and final interviews in the calendar. Intake interviews are about an application, and none of this service's business.</summary>
internal sealed class InterviewChangedConsumer(AssessmentStore store) : IConsumer<InterviewChanged>
{
    public async Task Consume(ConsumeContext<InterviewChanged> context)
    {
        if (context.Message is not { Kind: InterviewKind.Development or InterviewKind.Final, ParticipationId: { } participationId })
        {
            return;
        }

        var file = await store.LockOrCreateAsync(participationId, context.CancellationToken);
        file.Learn(context.Message);
        await store.SaveAsync(file, null, await store.ProgressOfAsync(file, context.CancellationToken), context.CancellationToken);
    }
}
