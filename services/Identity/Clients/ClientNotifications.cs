using Metropool.Identity.Links;
using Metropool.Identity.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Clients;

/// <summary>
/// Notifies the contacts of an organisation that a client or a key got access in its name: Identity can't see whose key it is, and they can.
/// </summary>
internal sealed class ClientNotifications(OrganisationContacts organisations, AccountMails mails)
{
    /// <summary>Writes the mails; they are sent once the caller saves.</summary>
    public async Task NotifyAsync(Guid organisationId, string clientId, string what, CancellationToken cancellationToken)
    {
        var contacts = await organisations.NotifiedOf(organisationId).AsNoTracking().ToListAsync(cancellationToken);
        contacts.ForEach(contact => mails.ClientChanged(contact, clientId, what));
    }
}
