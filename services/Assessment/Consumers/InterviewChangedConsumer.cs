using MassTransit;
using Metropool.Assessment.Assessments;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Consumers;

/// <summary>Applies the development and final interviews in the calendar. Intake interviews are about an application, and are ignored.</summary>
internal sealed class InterviewChangedConsumer(AssessmentStore store) : IConsumer<InterviewChanged>
{
    public Task Consume(ConsumeContext<InterviewChanged> context) =>
        context.Message is { Kind: InterviewKind.Development or InterviewKind.Final, ParticipationId: { } participationId }
            ? store.ApplyAsync(participationId, file => file.Apply(context.Message), context.CancellationToken)
            : Task.CompletedTask;
}
