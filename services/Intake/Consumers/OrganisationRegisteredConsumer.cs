using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Offers;
using Metropool.Intake.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>
/// Keeps the copy of an organisation, and connects open applications whose candidates typed its name before it was registered. Whether it has a contact matters to
/// what it is being asked.
/// </summary>
internal sealed class OrganisationRegisteredConsumer(IntakeDbContext db, EmployerContacts contacts, ProgrammeClock clock) : IConsumer<OrganisationRegistered>
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

        var hadContact = organisation.HasContact;
        var isNew = organisation.Apply(state);
        await db.SaveChangesAsync(context.CancellationToken);
        if (organisation.HasContact != hadContact)
        {
            await contacts.ChangedAsync(organisation, context.CancellationToken);
        }

        if (isNew && organisation.Active)
        {
            await ConnectAsync(context, organisation);
        }
    }

    // Registrations are rare, and applications with a typed employer are few: their names are compared here, one by one.
    private async Task ConnectAsync(ConsumeContext<OrganisationRegistered> context, Organisation organisation)
    {
        var cancellationToken = context.CancellationToken;
        var typed = await db.Applications.AsNoTracking()
            .Where(a => a.EmployerOrganisationId == null)
            .Where(a => a.Status == ApplicationStatus.Submitted || a.Status == ApplicationStatus.Interviewed || a.Status == ApplicationStatus.WaitListed)
            .Select(a => new { a.Id, Name = a.Employers.OrderByDescending(e => e.From).Select(e => e.Name).FirstOrDefault() })
            .ToListAsync(cancellationToken);
        var ids = typed.Where(application => application.Name is { } name && TextPolicy.ComparisonKey(name) == organisation.NameKey)
            .Select(application => application.Id).ToList();
        if (ids is [])
        {
            return;
        }

        foreach (var application in (await db.HoldAsync(ids, cancellationToken)).Where(application => application.Status != ApplicationStatus.Admitted))
        {
            if (await db.ConnectByNameAsync(application, clock.GetUtcNow(), cancellationToken) is { } changed)
            {
                await context.Publish(changed, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
