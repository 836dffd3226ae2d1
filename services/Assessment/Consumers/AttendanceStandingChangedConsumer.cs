using MassTransit;
using Metropool.Assessment.Files;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Consumers;

/// <summary>Follows how a participant stands with the attendance obligation.</summary>
internal sealed class AttendanceStandingChangedConsumer(AssessmentStore store) : IConsumer<AttendanceStandingChanged>
{
    public async Task Consume(ConsumeContext<AttendanceStandingChanged> context)
    {
        var file = await store.LockOrCreateAsync(context.Message.ParticipationId, context.CancellationToken);
        file.Learn(context.Message);
        await store.SaveAsync(file, null, await store.ProgressOfAsync(file, context.CancellationToken), context.CancellationToken);
    }
}
