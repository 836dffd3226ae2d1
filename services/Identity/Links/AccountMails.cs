using Metropool.Http;
using Metropool.Mail;

namespace Metropool.Identity.Links;

/// <summary>What Identity writes to people, in Dutch. The message is saved by the caller, with what it tells of.</summary>
internal sealed class AccountMails(IdentityDbContext db, PlatformSettings platform, TimeProvider time)
{
    // Who asks for a link to an address that is nobody's, or that no mail server knows, is told within a day or not at all.
    private static readonly TimeSpan Answer = TimeSpan.FromDays(1);

    // What happened to an account is worth knowing later too, when the mail server was away for some days.
    private static readonly TimeSpan News = TimeSpan.FromDays(7);

    private void Write(string kind, string recipient, string subject, string text, TimeSpan useful)
    {
        var now = time.GetUtcNow();
        db.OutgoingMail.Add(OutgoingMail.Write(kind, recipient, subject, $"Beste lezer,\n\n{text.ReplaceLineEndings("\n")}\n\nMet vriendelijke groet,\nMetropool\n{platform.PublicUrl}\n", now, now + useful));
    }

    public void Registration(string recipient, Uri link, TimeSpan useful) => Write(MailKinds.Registration, recipient, "Bevestig je e-mailadres voor Metropool", $"""
        Met dit e-mailadres is een account bij Metropool aangevraagd. Bevestig het met deze link, en met het wachtwoord dat je bij het registreren koos:

        {link}

        De link werkt één keer, en tot {Until(useful)}.
        Heb je geen account aangevraagd? Doe dan niets: zonder bevestiging komt er geen account en wordt de aanvraag vergeten.
        """, useful);

    public void AlreadyRegistered(string recipient, string kind) => Write(kind, recipient, "Je hebt al een account bij Metropool", $"""
        Iemand, waarschijnlijk jijzelf, vroeg met dit e-mailadres een account bij Metropool aan. Dat is er al. Log hier in:

        {Page("/sign-in")}

        Wachtwoord vergeten? Kies hier een nieuw:

        {Page("/password/forgot")}
        """, Answer);

    public void NothingPending(string recipient, string kind) => Write(kind, recipient, "Er is geen account met dit e-mailadres", $"""
        Iemand, waarschijnlijk jijzelf, vroeg bij Metropool een link aan voor dit e-mailadres. Er is geen account met dit adres. Misschien gebruikte je een ander adres. Een account aanvragen kan hier:

        {Page("/register")}

        Heb je niets aangevraagd? Dan hoef je niets te doen.
        """, Answer);

    public void PasswordReset(string recipient, Uri link, TimeSpan useful) => Write(MailKinds.PasswordReset, recipient, "Kies een nieuw wachtwoord voor Metropool", $"""
        Kies met deze link een nieuw wachtwoord voor je account bij Metropool:

        {link}

        De link werkt één keer, en tot {Until(useful)}. Je wordt daarna overal uitgelogd.
        Heb je hier niet om gevraagd? Dan hoef je niets te doen: je wachtwoord blijft zoals het is.
        """, useful);

    public void EmailChange(string recipient, Uri link, TimeSpan useful) => Write(MailKinds.EmailChange, recipient, "Bevestig je nieuwe e-mailadres voor Metropool", $"""
        Voor een account bij Metropool is dit e-mailadres als nieuw adres opgegeven. Bevestig het met deze link:

        {link}

        De link werkt één keer, en tot {Until(useful)}. Heb je hier niet om gevraagd? Doe dan niets.
        """, useful);

    /// <summary>To the address that was: no link to a new password, because nothing is sent there any more.</summary>
    public void AddressChanged(string recipient) => Write(MailKinds.Changed, recipient, "Het e-mailadres van je account bij Metropool is gewijzigd", $"""
        Het e-mailadres van je account is gewijzigd in een ander adres. Op dit adres krijg je geen mail meer.

        Was jij dit niet? Meld het dan meteen bij {platform.ContactEmail}.
        """, News);

    public void Invitation(string recipient, string what, Uri link, TimeSpan useful) => Write(MailKinds.Invitation, recipient, "Uitnodiging voor Metropool", $"""
        Je bent uitgenodigd om bij Metropool {what}. Neem de uitnodiging met deze link aan:

        {link}

        De link werkt één keer, en tot {Until(useful)}. Is de uitnodiging niet voor jou bedoeld? Doe dan niets.
        """, useful);

    /// <summary>Tells the owner of an account what changed, so that they notice when it wasn't them.</summary>
    public void Changed(string recipient, string what) => Write(MailKinds.Changed, recipient, "Er is iets veranderd aan je account bij Metropool", $"""
        {what}

        Was jij dit niet? Kies dan meteen een nieuw wachtwoord, en meld het bij {platform.ContactEmail}:

        {Page("/password/forgot")}
        """, News);

    /// <summary>Notifies the owner that wrong passwords were sent from an unknown device. The owner needs to do nothing.</summary>
    public void PasswordGuessed(string recipient) => Write(MailKinds.Locked, recipient, "Iemand probeerde in te loggen op je account bij Metropool", $"""
        Er is een paar keer een verkeerd wachtwoord voor je account bij Metropool ingevuld, op een apparaat waarop je nog niet eerder inlogde. Inloggen is daar even gesloten, en gaat daarna vanzelf weer open.

        Was jij het? Wacht dan even, log in op een apparaat waarop je al eerder inlogde, of kies een nieuw wachtwoord:

        {Page("/password/forgot")}

        Was jij het niet? Dan heeft iemand het geprobeerd en is dat niet gelukt. Je hoeft niets te doen. Je krijgt hierover hoogstens één mail per dag.
        """, Answer);

    /// <summary>Notifies the owner that another person has the password and guesses the code.</summary>
    public void PasswordKnown(string recipient) => Write(MailKinds.Locked, recipient, "Iemand heeft het wachtwoord van je account bij Metropool", $"""
        Op een apparaat waarop je nog niet eerder inlogde is het goede wachtwoord van je account bij Metropool ingevuld, en daarna een paar keer een verkeerde code. De tweede stap is daarom even gesloten.

        Was jij het? Wacht dan even, of log in op een apparaat waarop je al eerder inlogde.

        Was jij het niet? Iemand heeft je wachtwoord. Kies dan meteen een nieuw, en meld het bij {platform.ContactEmail}:

        {Page("/password/forgot")}
        """, News);

    /// <summary>What another service has to tell.</summary>
    public void Told(string recipient, string subject, string text, TimeSpan useful) => Write(MailKinds.Told, recipient, subject, text, useful);

    /// <summary>The last one: to an address that is kept nowhere else any more.</summary>
    public void Erased(string recipient) => Write(MailKinds.Erased, recipient, "Je account bij Metropool is verwijderd", $"""
        Je account bij Metropool is verwijderd, met alles wat erbij hoorde. Je kunt er niet meer mee inloggen, en niemand kan het terughalen.

        Heb je hier niet om gevraagd? Meld het dan meteen bij {platform.ContactEmail}.
        """, Answer);

    private Uri Page(string path) => new(platform.PublicUrl, "/identity" + path);

    private string Until(TimeSpan useful) => DutchTime.Of(time.GetUtcNow() + useful);
}

/// <summary>What messages are about. Permanent: they are counted by it.</summary>
internal static class MailKinds
{
    public const string Registration = "registration";
    public const string PasswordReset = "password-reset";
    public const string EmailChange = "email-change";
    public const string Invitation = "invitation";
    public const string Changed = "account-changed";
    public const string Locked = "account-locked";
    public const string Erased = "account-erased";
    public const string Told = "told";
}

/// <summary>What mailed links are for. Permanent: links in the database say it.</summary>
internal static class LinkPurpose
{
    /// <summary>Of a registration: the address is theirs.</summary>
    public const string Registration = "Registration";

    /// <summary>Of a person: a new password.</summary>
    public const string PasswordReset = "PasswordReset";

    /// <summary>Of a person: the new address is theirs.</summary>
    public const string EmailChange = "EmailChange";

    /// <summary>Of an invitation.</summary>
    public const string Invitation = "Invitation";
}
