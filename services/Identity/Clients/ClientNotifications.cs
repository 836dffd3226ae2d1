using Metropool.Identity.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Clients;

/// <summary>Notifies the contacts of an organisation when a client or a key gets access in its name, so that they notice access that isn't theirs.</summary>
internal sealed class ClientNotifications(IdentityDbContext db, AccountMails mails)
{
    /// <summary>Adds the mails; the caller saves.</summary>
    public async Task NotifyAsync(Guid organisationId, string clientId, string what, CancellationToken cancellationToken)
    {
        var contacts = await db.ContactsOf(organisationId).AsNoTracking().ToListAsync(cancellationToken);
        contacts.ForEach(contact => mails.ClientChanged(contact, clientId, what));
    }
}
