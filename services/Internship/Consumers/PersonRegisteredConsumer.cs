using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Internship.Copies;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Consumers;

/// <summary>Keeps names as they are now.</summary>
internal sealed class PersonRegisteredConsumer(InternshipDbContext db) : IConsumer<PersonRegistered>
{
    public async Task Consume(ConsumeContext<PersonRegistered> context)
    {
        var message = context.Message;
        if (await db.People.SingleOrDefaultAsync(copy => copy.Id == message.PersonId, context.CancellationToken) is { } known)
        {
            known.Apply(message);
        }
        else
        {
            db.Add(Person.From(message));
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
