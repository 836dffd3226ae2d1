using MassTransit;
using Metropool.Assessment.Assessments;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Consumers;

/// <summary>Applies the attendance of a participant.</summary>
internal sealed class AttendanceChangedConsumer(AssessmentStore store) : IConsumer<AttendanceChanged>
{
    public Task Consume(ConsumeContext<AttendanceChanged> context) =>
        store.ApplyAsync(context.Message.ParticipationId, file => file.Apply(context.Message), context.CancellationToken);
}
