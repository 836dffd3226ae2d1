using Metropool.Http;
using Metropool.Mail;
using Metropool.Mail.Links;

namespace Metropool.Intake;

/// <summary>Writes mails, in Dutch, in the layout that they share. The caller saves them with the change that they are about.</summary>
internal sealed class MailWriter(IntakeDbContext db, OneTimeLinks links, PlatformSettings platform, TimeProvider time)
{
    /// <summary>Creates a link to a page, for a recipient without an account.</summary>
    /// <param name="kind">The page that it opens.</param>
    /// <param name="subjectId">The agreement, nomination, held place or interest.</param>
    /// <param name="email">The address that it is mailed to.</param>
    /// <param name="lifetime">How long it works, by system time.</param>
    public string CreateLink(LinkKind kind, Guid subjectId, string email, TimeSpan lifetime) =>
        links.Create(kind.Purpose, subjectId, email, lifetime, kind.Path).ToString();

    /// <summary>The moment at which a link ends that is created now, such as "3 oktober 2026 14:05 uur".</summary>
    public string EndOf(TimeSpan lifetime) => DutchTime.Of(time.GetUtcNow() + lifetime);

    /// <param name="kind">A value of <see cref="MailKinds"/>.</param>
    /// <param name="dataSubjectId">The application, nomination, held place or interest. The mail is discarded when that is removed.</param>
    /// <param name="recipient">The address.</param>
    /// <param name="validFor">The time after which it is no longer sent, by system time.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="paragraphs">The text, from the salutation on. The closing is added.</param>
    public void Write(string kind, Guid dataSubjectId, string recipient, TimeSpan validFor, string subject, params IEnumerable<string> paragraphs)
    {
        var now = time.GetUtcNow();
        var text = string.Join("\n\n", [.. paragraphs, $"Met vriendelijke groet,\nMetropool\n{platform.PublicUrl}\n"]).ReplaceLineEndings("\n");
        db.Add(OutgoingMail.Write(kind, dataSubjectId, recipient, subject, text, now, now + validFor));
    }

    /// <summary>Ends the links of a subject, and discards the mails about it that aren't sent yet.</summary>
    public async Task WithdrawAsync(LinkKind kind, Guid subjectId, Guid dataSubjectId, CancellationToken cancellationToken)
    {
        await links.RevokeAsync(kind.Purpose, subjectId, cancellationToken);
        await db.DiscardMailAboutAsync([dataSubjectId], cancellationToken);
    }
}

/// <summary>Kinds of mail. Permanent: mails in the database have them, and metrics count by them.</summary>
internal static class MailKinds
{
    public const string Agreement = "employer-agreement";
    public const string Nomination = "nomination";
    public const string Succession = "succession";
    public const string InterestConfirmation = "interest-confirmation";
    public const string InterestNotification = "interest-notification";
}

/// <summary>A kind of mailed link.</summary>
/// <param name="Purpose">Permanent: links in the database have it.</param>
/// <param name="Page">The path of its page, below that of the service.</param>
internal sealed record LinkKind(string Purpose, string Page)
{
    public static readonly LinkKind Agreement = new("Agreement", "/agreement");
    public static readonly LinkKind Nomination = new("Nomination", "/nomination");
    public static readonly LinkKind Succession = new("Succession", "/succession");
    public static readonly LinkKind InterestConfirmation = new("InterestConfirmation", "/interest/confirm");
    public static readonly LinkKind InterestRemoval = new("InterestRemoval", "/interest/forget");

    /// <summary>The full path of its page.</summary>
    public string Path => PagePaths.Prefix + Page;
}

/// <summary>Paths of the pages that mailed links open.</summary>
internal static class PagePaths
{
    public const string Prefix = "/intake";

    /// <summary>A full path with the code of the mailed link, which the next page needs as well.</summary>
    public static string WithCode(string path, string code) => $"{path}?{OneTimeLinks.Parameter}={Uri.EscapeDataString(code)}";
}
