using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Internship.Replicas;

namespace Metropool.Internship.Consumers;

/// <summary>Keeps which trainer is booked for an interview with a participant (R46). Intake interviews have no participation and are ignored.</summary>
internal sealed class InterviewChangedConsumer(InternshipDbContext db) : IConsumer<InterviewChanged>
{
    public async Task Consume(ConsumeContext<InterviewChanged> context)
    {
        var (state, token) = (context.Message, context.CancellationToken);
        if (state.ParticipationId is null)
        {
            return;
        }

        var interview = await db.FindOrAddAsync(state.InterviewId, id => new Interview(id), token);
        interview.Apply(state);
        await db.SaveChangesAsync(token);
    }
}
