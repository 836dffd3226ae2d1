using Metropool.Intake.Applications;
using Metropool.Intake.Replicas;
using Metropool.Mail.Links;

namespace Metropool.Intake.Agreements;

/// <summary>Mails to employers without an account, with a link that accepts one response.</summary>
internal sealed class AgreementMails(MailWriter mails, MailRequests requests)
{
    /// <summary>
    /// Whether the hourly mail limit of the candidate or of the address is reached. A candidate can enter any address, and each request notifies the contacts
    /// of the employer.
    /// </summary>
    public async Task<bool> IsLimitReachedAsync(Guid candidateId, string? email, CancellationToken cancellationToken) =>
        await requests.IsLimitReachedAsync(MailKinds.Agreement, candidateId.ToString(), cancellationToken)
        || (email is not null && await requests.IsLimitReachedAsync(MailKinds.Agreement, email, cancellationToken));

    /// <summary>
    /// Mails a link for the newest request, if it has an address, and withdraws the link before. The candidate entered the address, so the mail repeats only
    /// two of their texts: their name and the employer's.
    /// </summary>
    public async Task SendLinkAsync(Application application, Edition edition, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var agreement = application.Agreement!;
        await WithdrawAsync(application, cancellationToken);
        if (agreement.ContactEmail is not { } email)
        {
            return;
        }

        mails.Write(
            MailKinds.Agreement,
            application.Id,
            email,
            lifetime,
            $"Akkoord gevraagd voor deelname aan {edition.Name}",
            "Geachte heer of mevrouw,",
            $"{application.DisplayName} heeft zich aangemeld voor {edition.Name}, de Metropoolopleiding, en vraagt uw akkoord met de tijd en de kosten. "
                + $"U antwoordt namens {agreement.EmployerName}.\nOp deze pagina leest u wat wij vragen, en geeft u wel of geen akkoord:",
            mails.CreateLink(LinkKind.Agreement, agreement.Id, email, lifetime),
            $"De link werkt één keer, en tot {mails.EndOf(lifetime)}. Gaat u hier niet over? Stuur dit bericht dan door binnen uw organisatie, "
                + $"of laat het {application.DisplayName} weten.");
    }

    /// <summary>Ends the link for the newest request, if there is one, and discards its mail if it isn't sent yet.</summary>
    public Task WithdrawAsync(Application application, CancellationToken cancellationToken) => application.Agreement is { } agreement
        ? mails.WithdrawAsync(LinkKind.Agreement, agreement.Id, application.Id, cancellationToken)
        : Task.CompletedTask;
}
