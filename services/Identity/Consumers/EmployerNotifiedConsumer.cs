using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Identity.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Consumers;

/// <summary>
/// Mails a notification of Intake to the contacts of an employer who can sign in. Nothing is mailed for an inactive organisation or about an erased candidate.
/// </summary>
internal sealed class EmployerNotifiedConsumer(IdentityDbContext db, AccountMails mails) : IConsumer<EmployerNotified>
{
    public async Task Consume(ConsumeContext<EmployerNotified> context)
    {
        var state = context.Message;
        if (state.PersonId is { } personId && await db.ErasedPeople.AnyAsync(erased => erased.PersonId == personId, context.CancellationToken))
        {
            return;
        }

        var contacts = await db.ContactsOf(state.OrganisationId)
            .Where(_ => db.Organisations.Any(organisation => organisation.OrganisationId == state.OrganisationId && organisation.Active))
            .Select(account => new { account.Id, Email = account.Email! }).ToListAsync(context.CancellationToken);
        foreach (var contact in contacts)
        {
            mails.Notification(contact.Id, contact.Email, state.PersonId, state.Subject, state.Text, TimeSpan.FromDays(state.ValidForDays));
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
