using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Identity.Links;
using Metropool.Identity.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Consumers;

/// <summary>
/// Mails a notification of Intake to the contacts of an employer who can sign in: not to one who is blocked, to none of an organisation that isn't active,
/// and about no candidate who was erased.
/// </summary>
internal sealed class EmployerNotifiedConsumer(IdentityDbContext db, OrganisationContacts organisations, AccountMails mails) : IConsumer<EmployerNotified>
{
    public async Task Consume(ConsumeContext<EmployerNotified> context)
    {
        var notice = context.Message;
        if (notice.PersonId is { } personId && await db.ErasedPeople.AnyAsync(erased => erased.PersonId == personId, context.CancellationToken))
        {
            return;
        }

        var contacts = await organisations.NotifiedOf(notice.OrganisationId)
            .Where(_ => db.Organisations.Any(organisation => organisation.OrganisationId == notice.OrganisationId && organisation.Active))
            .Select(account => new { account.Id, Email = account.Email! }).ToListAsync(context.CancellationToken);
        foreach (var contact in contacts)
        {
            mails.Told(contact.Id, contact.Email, notice.PersonId, notice.Subject, notice.Text, TimeSpan.FromDays(notice.UsefulDays));
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
