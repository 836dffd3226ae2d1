using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Internship.Internships;
using Metropool.Internship.Replicas;

namespace Metropool.Internship.Consumers;

/// <summary>Opens an internship file for every participation, and applies later changes of the edition and the status to it.</summary>
internal sealed class ParticipationChangedConsumer(InternshipDbContext db, InternshipStore store) : IConsumer<ParticipationChanged>
{
    public async Task Consume(ConsumeContext<ParticipationChanged> context)
    {
        var (state, token) = (context.Message, context.CancellationToken);
        var participation = await db.FindOrAddAsync(state.ParticipationId, id => new Participation(id), token);
        if (participation.Apply(state))
        {
            await store.ApplyAsync(participation, token);
        }

        await db.SaveChangesAsync(token);
    }
}
