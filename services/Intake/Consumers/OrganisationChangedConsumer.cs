using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Intake.Applications;
using Metropool.Intake.Organisations;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>
/// Applies the state of an organisation. Connects the open applications whose candidates entered its name before it was registered, and handles the
/// appointment of its first contact and the departure of its last.
/// </summary>
internal sealed class OrganisationChangedConsumer(IntakeDbContext db, EmployerContacts contacts, EmployerMatcher matcher)
    : IConsumer<OrganisationChanged>
{
    public async Task Consume(ConsumeContext<OrganisationChanged> context)
    {
        var (state, token) = (context.Message, context.CancellationToken);
        var organisation = await db.FindOrAddAsync(state.OrganisationId, id => new Organisation { Id = id }, token);
        var (formerKey, wasActive, hadContact) = (organisation.NameKey, organisation.Active, organisation.HasContact);
        organisation.Apply(state);
        await db.SaveChangesAsync(token);
        if (organisation.HasContact != hadContact)
        {
            await contacts.HandleChangeAsync(organisation, token);
        }

        if (organisation.NameKey == formerKey && organisation.Active == wasActive)
        {
            return;
        }

        // Another organisation may have the former name now.
        foreach (var key in new[] { formerKey, organisation.NameKey }.Distinct().Where(key => key.Length > 0))
        {
            await ConnectAsync(context, key);
        }
    }

    private async Task ConnectAsync(ConsumeContext<OrganisationChanged> context, string key)
    {
        var token = context.CancellationToken;
        var ids = await db.Applications
            .Where(a => a.Status == ApplicationStatus.Submitted || a.Status == ApplicationStatus.Interviewed || a.Status == ApplicationStatus.WaitListed)
            .Where(a => a.Employers.Any(employer => employer.OrganisationId == null && employer.NameKey == key))
            .Select(a => a.Id).ToListAsync(token);
        if (ids is [] || await db.OrganisationWithKeyAsync(key, token) is null)
        {
            return;
        }

        var applications = await db.LockApplicationsAsync(ids, token);
        foreach (var application in applications.Where(application => application.Status != ApplicationStatus.Admitted))
        {
            if (await matcher.ConnectByNameAsync(application, notify: true, token) is { } changed)
            {
                await context.Publish(changed, token);
            }
        }

        await db.SaveChangesAsync(token);
    }
}
