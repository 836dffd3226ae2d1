using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Identity.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Consumers;

/// <summary>
/// Mails a notification of Intake to the contacts of an employer who can sign in: not to one who is blocked, to none of an organisation that isn't active,
/// and about no candidate who was erased.
/// </summary>
internal sealed class EmployerNotifiedConsumer(IdentityDbContext db, AccountMails mails) : IConsumer<EmployerNotified>
{
    public async Task Consume(ConsumeContext<EmployerNotified> context)
    {
        var notice = context.Message;
        if (notice.PersonId is { } personId && await db.ErasedPeople.AnyAsync(erased => erased.PersonId == personId, context.CancellationToken))
        {
            return;
        }

        var contacts = await (from contact in db.Contacts
                               join organisation in db.Organisations on contact.OrganisationId equals organisation.OrganisationId
                               join account in db.Users on contact.PersonId equals account.Id
                               where contact.OrganisationId == notice.OrganisationId && organisation.Active && account.BlockedAt == null && account.Email != null
                               select new { account.Id, account.Email }).ToListAsync(context.CancellationToken);
        foreach (var contact in contacts)
        {
            mails.Told(contact.Id, contact.Email, notice.PersonId, notice.Subject, notice.Text, TimeSpan.FromDays(notice.UsefulDays));
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
