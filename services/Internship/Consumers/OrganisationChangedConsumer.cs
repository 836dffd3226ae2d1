using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Hosting;
using Metropool.Internship.Replicas;

namespace Metropool.Internship.Consumers;

/// <summary>Applies the name and the trade-register number of an organisation (R26).</summary>
internal sealed class OrganisationChangedConsumer(InternshipDbContext db) : IConsumer<OrganisationChanged>
{
    public async Task Consume(ConsumeContext<OrganisationChanged> context)
    {
        var (state, token) = (context.Message, context.CancellationToken);
        var organisation = await db.FindOrAddAsync(state.OrganisationId, id => new Organisation(id), token);
        organisation.Apply(state);
        await db.SaveChangesAsync(token);
    }
}
