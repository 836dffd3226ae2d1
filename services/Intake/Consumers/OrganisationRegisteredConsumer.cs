using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Intake.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>Keeps the copy of an organisation.</summary>
internal sealed class OrganisationRegisteredConsumer(IntakeDbContext db) : IConsumer<OrganisationRegistered>
{
    public async Task Consume(ConsumeContext<OrganisationRegistered> context)
    {
        var state = context.Message;
        var organisation = await db.Organisations.SingleOrDefaultAsync(o => o.Id == state.OrganisationId, context.CancellationToken);
        if (organisation is null)
        {
            organisation = new Organisation { Id = state.OrganisationId };
            db.Add(organisation);
        }

        organisation.Apply(state);
        await db.SaveChangesAsync(context.CancellationToken);
    }
}
