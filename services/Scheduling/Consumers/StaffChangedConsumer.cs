using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Hosting;
using Metropool.Scheduling.Replicas;

namespace Metropool.Scheduling.Consumers;

/// <summary>Applies whether a person is appointed as staff.</summary>
internal sealed class StaffChangedConsumer(SchedulingDbContext db) : IConsumer<StaffChanged>
{
    public async Task Consume(ConsumeContext<StaffChanged> context)
    {
        var (state, cancellationToken) = (context.Message, context.CancellationToken);
        var person = await db.FindOrAddAsync(state.PersonId, id => new Person(id), cancellationToken);
        if (person.Apply(state))
        {
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
