using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;
using Metropool.Intake.Offers;
using Metropool.Intake.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>
/// Keeps the copy of an organisation, and connects open applications whose candidates typed its name before it was registered. Whether it has a contact matters to
/// what it is being asked.
/// </summary>
internal sealed class OrganisationRegisteredConsumer(IntakeDbContext db, EmployerContacts contacts, EmployerConnections connections)
    : IConsumer<OrganisationRegistered>
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

        var (formerKey, wasActive, hadContact) = (organisation.NameKey, organisation.Active, organisation.HasContact);
        organisation.Apply(state);
        await db.SaveChangesAsync(context.CancellationToken);
        if (organisation.HasContact != hadContact)
        {
            await contacts.ChangedAsync(organisation, context.CancellationToken);
        }

        if (organisation.NameKey == formerKey && organisation.Active == wasActive)
        {
            return;
        }

        // A name that moved from this organisation to another one is the other's from now on.
        foreach (var key in new[] { formerKey, organisation.NameKey }.Distinct().Where(key => key.Length > 0))
        {
            await ConnectAsync(context, key);
        }
    }

    private async Task ConnectAsync(ConsumeContext<OrganisationRegistered> context, string key)
    {
        var cancellationToken = context.CancellationToken;
        var ids = await db.Applications
            .Where(a => a.Status == ApplicationStatus.Submitted || a.Status == ApplicationStatus.Interviewed || a.Status == ApplicationStatus.WaitListed)
            .Where(a => a.Employers.Any(employer => employer.OrganisationId == null && employer.NameKey == key))
            .Select(a => a.Id).ToListAsync(cancellationToken);
        if (ids is [] || await db.OrganisationWithKeyAsync(key, cancellationToken) is null)
        {
            return;
        }

        foreach (var application in (await db.HoldAsync(ids, cancellationToken)).Where(application => application.Status != ApplicationStatus.Admitted))
        {
            if (await connections.ConnectByNameAsync(application, notify: true, cancellationToken) is { } changed)
            {
                await context.Publish(changed, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
