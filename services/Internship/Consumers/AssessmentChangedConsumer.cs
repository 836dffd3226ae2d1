using MassTransit;
using Metropool.Contracts.Assessment;
using Metropool.Hosting;

namespace Metropool.Internship.Consumers;

/// <summary>Keeps whether the final assessment includes the internship (R31), and which interviews were held (R46).</summary>
internal sealed class AssessmentChangedConsumer(InternshipDbContext db) : IConsumer<AssessmentChanged>
{
    public async Task Consume(ConsumeContext<AssessmentChanged> context)
    {
        var (state, token) = (context.Message, context.CancellationToken);
        var assessment = await db.FindOrAddAsync(state.AssessmentId, id => new Replicas.Assessment(id), token);
        assessment.Apply(state);
        await db.SaveChangesAsync(token);
    }
}
