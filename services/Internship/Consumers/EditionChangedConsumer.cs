using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Internship.Copies;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Consumers;

/// <summary>Keeps the name and the education team of every edition: who is dean decides here.</summary>
internal sealed class EditionChangedConsumer(InternshipDbContext db) : IConsumer<EditionChanged>
{
    public async Task Consume(ConsumeContext<EditionChanged> context)
    {
        var message = context.Message;
        if (await db.Editions.Include(edition => edition.Team).SingleOrDefaultAsync(copy => copy.Id == message.EditionId, context.CancellationToken) is { } known)
        {
            known.Apply(message);
        }
        else
        {
            db.Add(Edition.From(message));
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
