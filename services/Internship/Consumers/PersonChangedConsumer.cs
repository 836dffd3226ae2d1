using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Hosting;
using Metropool.Internship.Replicas;

namespace Metropool.Internship.Consumers;

/// <summary>Applies the name of a person.</summary>
internal sealed class PersonChangedConsumer(InternshipDbContext db) : IConsumer<PersonChanged>
{
    public async Task Consume(ConsumeContext<PersonChanged> context)
    {
        var (state, token) = (context.Message, context.CancellationToken);
        var person = await db.FindOrAddAsync(state.PersonId, id => new Person(id), token);
        person.Apply(state);
        await db.SaveChangesAsync(token);
    }
}
