using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Mail;
using Metropool.Mail.Links;

namespace Metropool.Intake.Interests;

/// <summary>What whoever is interested is mailed, in Dutch. Each message has a link by which one is forgotten. It is saved by the caller, with what it tells of.</summary>
internal sealed class InterestMails(IntakeDbContext db, MailedLinks links, PlatformSettings platform, IntakeSettings settings, TimeProvider time)
{
    // In the words of the page to which the link leads, so that whoever sees the one knows the other.
    private const string Forget = "Wil je niets meer horen? Vergeet dan mijn e-mailadres:";

    public void Confirmation(Interest interest, Edition edition) => Write(MailKinds.InterestConfirmation, interest, $"Wil je horen wanneer {edition.Name} opengaat?", $"""
        Met dit e-mailadres is gevraagd om bericht wanneer je je kunt aanmelden voor {edition.Name}. Bevestig het met deze link:

        {links.Make(LinkPurpose.InterestConfirmation, interest.Id, interest.Email, Interest.ConfirmedWithin, InterestPages.ConfirmPath)}

        De link werkt tot {DutchTime.Of(time.GetUtcNow() + Interest.ConfirmedWithin)}. Heb je er niet om gevraagd? Doe dan niets: zonder bevestiging wordt je adres vergeten.
        """, Interest.ConfirmedWithin);

    public void Already(Interest interest, Edition edition) => Write(MailKinds.InterestConfirmation, interest, $"Je hoort van ons wanneer {edition.Name} opengaat", $"""
        Met dit e-mailadres is nog eens gevraagd om bericht wanneer je je kunt aanmelden voor {edition.Name}. Dat was al bekend: je hoort van ons.
        """, Interest.ConfirmedWithin);

    public void Opened(Interest interest, Edition edition) => Write(MailKinds.InterestNews, interest, $"Je kunt je aanmelden voor {edition.Name}", $"""
        {edition.Name} is open: je kunt je nu aanmelden. Dat doe je hier, met een account:

        {new Uri(platform.PublicUrl, "/")}
        """, settings.InterestKeptAfterNews);

    public void Cancelled(Interest interest, Edition edition) => Write(MailKinds.InterestNews, interest, $"{edition.Name} gaat niet door", $"""
        {edition.Name} gaat helaas niet door. Je kunt je er dus niet voor aanmelden.
        """, settings.InterestKeptAfterNews);

    private void Write(string kind, Interest interest, string subject, string text, TimeSpan useful)
    {
        var now = time.GetUtcNow();
        var forget = links.Make(LinkPurpose.InterestEnd, interest.Id, interest.Email, settings.InterestKept, InterestPages.ForgetPath);
        db.Add(OutgoingMail.Write(
            kind,
            interest.Id,
            interest.Email,
            subject,
            $"Beste lezer,\n\n{text.ReplaceLineEndings("\n").Trim()}\n\n{Forget}\n\n{forget}\n\nMet vriendelijke groet,\nMetropool\n{platform.PublicUrl}\n",
            now,
            now + useful));
    }
}

/// <summary>What messages of Intake are about. Permanent: they are counted by it.</summary>
internal static class MailKinds
{
    public const string InterestConfirmation = "interest-confirmation";
    public const string InterestNews = "interest-news";
}

/// <summary>What mailed links of Intake are for. Permanent: links in the database say it.</summary>
internal static class LinkPurpose
{
    /// <summary>Of an interest: the address is theirs.</summary>
    public const string InterestConfirmation = "InterestConfirmation";

    /// <summary>Of an interest: they want to be forgotten.</summary>
    public const string InterestEnd = "InterestEnd";
}
