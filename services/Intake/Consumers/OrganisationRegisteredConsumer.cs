using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Intake.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>Keeps what is known of an organisation. Whether it has a contact matters to what it is being asked.</summary>
internal sealed class OrganisationRegisteredConsumer(IntakeDbContext db, EmployerContacts contacts) : IConsumer<OrganisationRegistered>
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

        var changed = organisation.Apply(state);
        await db.SaveChangesAsync(context.CancellationToken);
        if (changed)
        {
            await contacts.ChangedAsync(organisation, context.CancellationToken);
        }
    }
}
