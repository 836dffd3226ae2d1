using MassTransit;
using Metropool.Assessment.Assessments;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;

namespace Metropool.Assessment.Consumers;

/// <summary>Opens an assessment file for every participation, and applies later changes to it.</summary>
internal sealed class ParticipationChangedConsumer(AssessmentStore store, ProgrammeClock clock) : IConsumer<ParticipationChanged>
{
    public Task Consume(ConsumeContext<ParticipationChanged> context) =>
        store.ApplyAsync(context.Message.ParticipationId, file => file.Apply(context.Message, clock.GetUtcNow()), context.CancellationToken);
}
