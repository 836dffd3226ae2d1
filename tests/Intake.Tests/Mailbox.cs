using System.Text.RegularExpressions;
using Metropool.Mail;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>The mail to an address. No mail server runs in these tests, so that mail stays in the database.</summary>
internal static partial class Mailbox
{
    /// <summary>A new address.</summary>
    public static string NewAddress() => $"{Guid.NewGuid():N}@voorbeeld.example";

    /// <summary>The mail to an address, oldest first.</summary>
    public static Task<List<OutgoingMail>> MailedAsync(this IntakeFixture intake, string email) => intake.InDatabase(db =>
        db.Set<OutgoingMail>().AsNoTracking().Where(mail => mail.Recipient == email).OrderBy(mail => mail.MailId)
            .ToListAsync(TestContext.Current.CancellationToken));

    /// <summary>The path of the first link in the latest mail, or of the first that begins with a path.</summary>
    public static async Task<string> LinkMailedAsync(this IntakeFixture intake, string email, string path = "/") =>
        Link().Matches((await intake.MailedAsync(email))[^1].Text!).Select(match => new Uri(match.Value).PathAndQuery)
            .First(link => link.StartsWith(path, StringComparison.Ordinal));

    /// <summary>The code in the first link in the latest mail.</summary>
    public static async Task<string> CodeMailedAsync(this IntakeFixture intake, string email) => (await intake.LinkMailedAsync(email)).Code();

    /// <summary>The code in a link.</summary>
    public static string Code(this string link) => link.Split("code=")[1];

    [GeneratedRegex("https?://[^ \\n]+code=[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
