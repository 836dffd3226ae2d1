using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Internship.Copies;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Consumers;

/// <summary>Keeps names and trade-register numbers, to tell whether a host is a stranger (R26).</summary>
internal sealed class OrganisationRegisteredConsumer(InternshipDbContext db) : IConsumer<OrganisationRegistered>
{
    public async Task Consume(ConsumeContext<OrganisationRegistered> context)
    {
        var message = context.Message;
        if (await db.Organisations.SingleOrDefaultAsync(copy => copy.Id == message.OrganisationId, context.CancellationToken) is { } known)
        {
            known.Apply(message);
        }
        else
        {
            db.Add(Organisation.From(message));
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
