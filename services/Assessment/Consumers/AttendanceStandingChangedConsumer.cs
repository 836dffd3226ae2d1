using MassTransit;
using Metropool.Assessment.Files;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Consumers;

/// <summary>Follows how a participant stands with the attendance obligation.</summary>
internal sealed class AttendanceStandingChangedConsumer(FileCabinet cabinet) : IConsumer<AttendanceStandingChanged>
{
    public async Task Consume(ConsumeContext<AttendanceStandingChanged> context)
    {
        var file = await cabinet.TakeOrMakeAsync(context.Message.ParticipationId, context.CancellationToken);
        file.Learn(context.Message);
        await cabinet.PutBackAsync(file, null, await cabinet.ProgressOfAsync(file, context.CancellationToken), context.CancellationToken);
    }
}
