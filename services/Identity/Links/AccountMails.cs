using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Invitations;
using Metropool.Identity.Registration;
using Metropool.Mail;

namespace Metropool.Identity.Links;

/// <summary>The mails that Identity writes, in Dutch. The caller saves them, with the change that they are about.</summary>
internal sealed class AccountMails(IdentityDbContext db, PlatformSettings platform, TimeProvider time)
{
    // A reply to a request that anyone can make, for any address. It is of no use after a day.
    private static readonly TimeSpan Reply = TimeSpan.FromDays(1);

    // A notification of a change is still useful some days later, if the mail server was unavailable.
    private static readonly TimeSpan AccountChange = TimeSpan.FromDays(7);

    // To the owner of an account, about that account.
    private void Write(string kind, Account account, string subject, string text, TimeSpan validFor) =>
        Write(kind, account.Id, account.Email!, account.Id, subject, text, validFor);

    private void Write(string kind, Guid? dataSubjectId, string recipient, Guid? recipientPersonId, string subject, string text, TimeSpan validFor)
    {
        var (now, body) = (time.GetUtcNow(), $"Beste lezer,\n\n{text.ReplaceLineEndings("\n")}\n\nMet vriendelijke groet,\nMetropool\n{platform.PublicUrl}\n");
        db.OutgoingMail.Add(OutgoingMail.Write(kind, dataSubjectId, recipient, subject, body, now, now + validFor, recipientPersonId));
    }

    public void Registration(PendingRegistration pending, Uri link, TimeSpan validFor) => Write(
        MailKinds.Registration, pending.RegistrationId, pending.Email, null, "Bevestig je e-mailadres voor Metropool", $"""
        Met dit e-mailadres is een account bij Metropool aangevraagd. Bevestig het met deze link, en met het wachtwoord dat je bij het registreren koos:

        {link}

        De link werkt één keer, en tot {Until(validFor)}.
        Heb je geen account aangevraagd? Doe dan niets: zonder bevestiging komt er geen account en wordt de aanvraag vergeten.
        """, validFor);

    public void AlreadyRegistered(Account account, string kind) => Write(kind, account, "Je hebt al een account bij Metropool", $"""
        Iemand, waarschijnlijk jijzelf, vroeg met dit e-mailadres een account bij Metropool aan. Dat is er al. Log hier in:

        {Page("/sign-in")}

        Wachtwoord vergeten? Kies hier een nieuw:

        {Page("/password/forgot")}
        """, Reply);

    /// <summary>To an address without an account.</summary>
    public void NothingPending(string recipient, string kind) => Write(kind, null, recipient, null, "Er is geen account met dit e-mailadres", $"""
        Iemand, waarschijnlijk jijzelf, vroeg bij Metropool een link aan voor dit e-mailadres. Er is geen account met dit adres.
        Misschien gebruikte je een ander adres. Een account aanvragen kan hier:

        {Page("/register")}

        Heb je niets aangevraagd? Dan hoef je niets te doen.
        """, Reply);

    public void PasswordReset(Account account, Uri link, TimeSpan validFor) => Write(
        MailKinds.PasswordReset, account, "Kies een nieuw wachtwoord voor Metropool", $"""
        Kies met deze link een nieuw wachtwoord voor je account bij Metropool:

        {link}

        De link werkt één keer, en tot {Until(validFor)}. Je wordt daarna overal uitgelogd.
        Heb je hier niet om gevraagd? Dan hoef je niets te doen: je wachtwoord blijft zoals het is.
        """, validFor);

    /// <summary>To the new address of the account, which isn't confirmed yet.</summary>
    public void EmailChange(Account account, string recipient, Uri link, TimeSpan validFor) => Write(
        MailKinds.EmailChange, account.Id, recipient, null, "Bevestig je nieuwe e-mailadres voor Metropool", $"""
        Voor een account bij Metropool is dit e-mailadres als nieuw adres opgegeven. Bevestig het met deze link:

        {link}

        De link werkt één keer, en tot {Until(validFor)}. Heb je hier niet om gevraagd? Doe dan niets.
        """, validFor);

    /// <summary>To the previous address. It has no link to a new password, because that address gets no mail any more.</summary>
    public void AddressChanged(Account account) => Write(MailKinds.Changed, account, "Het e-mailadres van je account bij Metropool is gewijzigd", $"""
        Het e-mailadres van je account is gewijzigd in een ander adres. Op dit adres krijg je geen mail meer.

        Was jij dit niet? Meld het dan meteen bij {platform.ContactEmail}.
        """, AccountChange);

    public void Invitation(Invitation invitation, string what, Uri link, TimeSpan validFor) => Write(
        MailKinds.Invitation, invitation.InvitationId, invitation.Email, null, "Uitnodiging voor Metropool", $"""
        Je bent uitgenodigd om bij Metropool {what}. Neem de uitnodiging met deze link aan:

        {link}

        De link werkt één keer, en tot {Until(validFor)}. Is de uitnodiging niet voor jou bedoeld? Doe dan niets.
        """, validFor);

    /// <summary>Notifies the owner of an account of a change, so that they notice changes that they didn't make.</summary>
    public void Changed(Account account, string what) => Write(MailKinds.Changed, account, "Er is iets veranderd aan je account bij Metropool", $"""
        {what}

        Was jij dit niet? Kies dan meteen een nieuw wachtwoord, en meld het bij {platform.ContactEmail}:

        {Page("/password/forgot")}
        """, AccountChange);

    /// <summary>Notifies a contact of an organisation, so that they notice when a client isn't the organisation's.</summary>
    public void ClientChanged(Account contact, string clientId, string what) => Write(
        MailKinds.ClientChanged, contact, "Er is iets veranderd aan de koppeling van uw organisatie met Metropool", $"""
        Een beheerder van Metropool heeft {what}: {clientId}. Het systeem dat deze koppeling gebruikt, ziet de gegevens van uw medewerkers die ook u ziet.

        Kent u dit systeem niet? Meld het dan meteen bij {platform.ContactEmail}.
        """, AccountChange);

    /// <summary>Notifies the owner that wrong passwords were sent from an unknown device. The owner needs to do nothing.</summary>
    public void PasswordGuessed(Account account) => Write(MailKinds.Locked, account, "Iemand probeerde in te loggen op je account bij Metropool", $"""
        Er is een paar keer een verkeerd wachtwoord voor je account bij Metropool ingevuld, op een apparaat waarop je nog niet eerder inlogde.
        Inloggen is daar even gesloten, en gaat daarna vanzelf weer open.

        Was jij het? Wacht dan even, log in op een apparaat waarop je al eerder inlogde, of kies een nieuw wachtwoord:

        {Page("/password/forgot")}

        Was jij het niet? Dan heeft iemand het geprobeerd en is dat niet gelukt. Je hoeft niets te doen. Je krijgt hierover hoogstens één mail per dag.
        """, Reply);

    /// <summary>Notifies the owner that another person has the password and guesses the code.</summary>
    public void PasswordKnown(Account account) => Write(MailKinds.Locked, account, "Iemand heeft het wachtwoord van je account bij Metropool", $"""
        Op een apparaat waarop je nog niet eerder inlogde is het goede wachtwoord van je account bij Metropool ingevuld,
        en daarna een paar keer een verkeerde code. De tweede stap is daarom even gesloten.

        Was jij het? Wacht dan even, of log in op een apparaat waarop je al eerder inlogde.

        Was jij het niet? Iemand heeft je wachtwoord. Kies dan meteen een nieuw, en meld het bij {platform.ContactEmail}:

        {Page("/password/forgot")}
        """, AccountChange);

    /// <summary>A notification of another service.</summary>
    /// <param name="recipientPersonId">The owner of the account that is notified.</param>
    /// <param name="recipient">The address of that account.</param>
    /// <param name="dataSubjectId">The person that it is about, possibly another than the recipient; null if it is about no person.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="text">The text.</param>
    /// <param name="validFor">The time after which it is no longer sent.</param>
    public void Notification(Guid recipientPersonId, string recipient, Guid? dataSubjectId, string subject, string text, TimeSpan validFor) =>
        Write(MailKinds.Notification, dataSubjectId, recipient, recipientPersonId, subject, text, validFor);

    /// <summary>The last mail to an erased person. The address isn't stored anywhere else any more.</summary>
    public void Erased(Account account) => Write(MailKinds.Erased, account, "Je account bij Metropool is verwijderd", $"""
        Je account bij Metropool is verwijderd, met alles wat erbij hoorde. Je kunt er niet meer mee inloggen, en niemand kan het terughalen.

        Heb je hier niet om gevraagd? Meld het dan meteen bij {platform.ContactEmail}.
        """, Reply);

    private Uri Page(string path) => new(platform.PublicUrl, "/identity" + path);

    private string Until(TimeSpan validFor) => DutchTime.Of(time.GetUtcNow() + validFor);
}

/// <summary>The kinds of mail. Permanent: metrics and the API name them.</summary>
internal static class MailKinds
{
    public const string Registration = "registration";
    public const string PasswordReset = "password-reset";
    public const string EmailChange = "email-change";
    public const string Invitation = "invitation";
    public const string Changed = "account-changed";
    public const string ClientChanged = "client-changed";
    public const string Locked = "account-locked";
    public const string Erased = "account-erased";
    public const string Notification = "notification";
}

/// <summary>The purposes of mailed links. Permanent: links in the database name them.</summary>
internal static class LinkPurpose
{
    /// <summary>Confirms the address of a registration.</summary>
    public const string Registration = "Registration";

    /// <summary>Sets a new password of a person.</summary>
    public const string PasswordReset = "PasswordReset";

    /// <summary>Confirms the new address of a person.</summary>
    public const string EmailChange = "EmailChange";

    /// <summary>Accepts an invitation.</summary>
    public const string Invitation = "Invitation";
}
