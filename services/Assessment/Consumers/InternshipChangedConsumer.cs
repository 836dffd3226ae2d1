using MassTransit;
using Metropool.Assessment.Assessments;
using Metropool.Contracts.Internship;

namespace Metropool.Assessment.Consumers;

/// <summary>Applies the internship of a participant. A completed internship becomes part of the final assessment (R31).</summary>
internal sealed class InternshipChangedConsumer(AssessmentStore store) : IConsumer<InternshipChanged>
{
    public Task Consume(ConsumeContext<InternshipChanged> context) =>
        store.ApplyAsync(context.Message.ParticipationId, file => file.Apply(context.Message), context.CancellationToken);
}
