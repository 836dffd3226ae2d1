using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Internship.Replicas;

namespace Metropool.Internship.Consumers;

/// <summary>Applies the name and the education team of an edition.</summary>
internal sealed class EditionChangedConsumer(InternshipDbContext db) : IConsumer<EditionChanged>
{
    public async Task Consume(ConsumeContext<EditionChanged> context)
    {
        var (state, token) = (context.Message, context.CancellationToken);
        var edition = await db.FindOrAddAsync(state.EditionId, id => new Edition(id), token);
        edition.Apply(state);
        await db.SaveChangesAsync(token);
    }
}
