using Metropool.Http;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Interests;

/// <summary>Mails to people who want to know when an edition opens. Each has a link that removes their address.</summary>
internal sealed class InterestMails(MailWriter mails, PlatformSettings platform, IntakeSettings settings)
{
    public void SendConfirmation(Interest interest, Edition edition) => Write(
        MailKinds.InterestConfirmation,
        interest,
        Interest.ConfirmedWithin,
        $"Wil je horen wanneer {edition.Name} opengaat?",
        $"Met dit e-mailadres is gevraagd om bericht wanneer je je kunt aanmelden voor {edition.Name}. Bevestig het met deze link:",
        mails.CreateLink(LinkKind.InterestConfirmation, interest.Id, interest.Email, Interest.ConfirmedWithin),
        $"De link werkt tot {mails.EndOf(Interest.ConfirmedWithin)}. Heb je er niet om gevraagd? Doe dan niets: zonder bevestiging vergeten we je adres.");

    public void SendAlreadyConfirmed(Interest interest, Edition edition) => Write(
        MailKinds.InterestConfirmation,
        interest,
        Interest.ConfirmedWithin,
        $"Je hoort van ons wanneer {edition.Name} opengaat",
        $"Met dit e-mailadres is nog eens gevraagd om bericht wanneer je je kunt aanmelden voor {edition.Name}. Dat was al bekend: je hoort van ons.");

    public void SendOpened(Interest interest, Edition edition) => Write(
        MailKinds.InterestNotification,
        interest,
        settings.InterestKeptAfterNotification,
        $"Je kunt je aanmelden voor {edition.Name}",
        $"{edition.Name} is open: je kunt je nu aanmelden. Dat doe je hier, met een account:",
        new Uri(platform.PublicUrl, "/").ToString());

    public void SendCancelled(Interest interest, Edition edition) => Write(
        MailKinds.InterestNotification,
        interest,
        settings.InterestKeptAfterNotification,
        $"{edition.Name} gaat niet door",
        $"{edition.Name} gaat helaas niet door. Je kunt je er dus niet voor aanmelden.");

    private void Write(string kind, Interest interest, TimeSpan validFor, string subject, params IEnumerable<string> paragraphs) => mails.Write(
        kind,
        interest.Id,
        interest.Email,
        validFor,
        subject,
        [
            "Beste lezer,",
            .. paragraphs,
            // The same words as on the page that the link opens, so that readers recognize it.
            "Wil je niets meer horen? Vergeet dan mijn e-mailadres:",
            mails.CreateLink(LinkKind.InterestRemoval, interest.Id, interest.Email, settings.InterestKept),
        ]);
}
