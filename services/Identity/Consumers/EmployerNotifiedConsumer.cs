using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Identity.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Consumers;

/// <summary>Mails those who speak for an employer what Intake has to tell. Of an organisation that is out of service nobody is told.</summary>
internal sealed class EmployerNotifiedConsumer(IdentityDbContext db, AccountMails mails) : IConsumer<EmployerNotified>
{
    public async Task Consume(ConsumeContext<EmployerNotified> context)
    {
        var notice = context.Message;
        var addresses = await (from contact in db.Contacts
                               join organisation in db.Organisations on contact.OrganisationId equals organisation.OrganisationId
                               join account in db.Users on contact.PersonId equals account.Id
                               where contact.OrganisationId == notice.OrganisationId && organisation.Active && account.Email != null
                               select account.Email).ToListAsync(context.CancellationToken);
        foreach (var address in addresses)
        {
            mails.Told(address, notice.Subject, notice.Text, TimeSpan.FromDays(notice.UsefulDays));
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
