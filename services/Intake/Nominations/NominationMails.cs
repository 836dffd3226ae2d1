using Metropool.Intake.Replicas;
using Metropool.Mail.Links;

namespace Metropool.Intake.Nominations;

/// <summary>Mails to nominated candidates, with a link to accept or decline.</summary>
internal sealed class NominationMails(MailWriter mails, MailRequests requests)
{
    /// <summary>
    /// Whether this employer sent enough mails to this address in an hour. Each employer has its own limit, so that none can block another's nomination.
    /// </summary>
    public Task<bool> IsLimitReachedAsync(string employer, string email, CancellationToken cancellationToken) =>
        requests.IsLimitReachedAsync(MailKinds.Nomination, $"{employer} {email}", cancellationToken);

    /// <summary>
    /// Mails the link. The employer entered the address, so the mail repeats only two of its texts: the candidate's call name and the employer's name.
    /// </summary>
    /// <param name="nomination">The nomination, which has an address.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="lifetime">How long the nomination is open.</param>
    public void SendLink(Nomination nomination, Edition edition, TimeSpan lifetime) => mails.Write(
        MailKinds.Nomination,
        nomination.Id,
        nomination.Email!,
        lifetime,
        $"Je bent voorgedragen voor {edition.Name}",
        $"Beste {nomination.Name.CallName},",
        $"{nomination.EmployerName} draagt je voor als kandidaat voor {edition.Name}, de Metropoolopleiding.\n"
            + "Op deze pagina lees je wat dat betekent, en hoe je de voordracht aanneemt of afwijst:",
        mails.CreateLink(LinkKind.Nomination, nomination.Id, nomination.Email!, lifetime),
        $"De link werkt tot {mails.EndOf(lifetime)}. Doe je niets, dan vervalt de voordracht en vergeten we je adres.");

    /// <summary>Ends the link of a nomination that is no longer open, and discards its mail if it isn't sent yet.</summary>
    public Task WithdrawAsync(Guid nominationId, CancellationToken cancellationToken) =>
        mails.WithdrawAsync(LinkKind.Nomination, nominationId, nominationId, cancellationToken);
}
