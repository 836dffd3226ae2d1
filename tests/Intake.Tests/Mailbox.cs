using System.Text.RegularExpressions;
using Metropool.Mail;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>There is no mail server: what is sent waits in the database.</summary>
internal static partial class Mailbox
{
    /// <summary>What was mailed to an address, oldest first.</summary>
    public static Task<List<OutgoingMail>> MailedAsync(this IntakeFixture intake, string email) => intake.InDatabase<IntakeDbContext, List<OutgoingMail>>(db =>
        db.Set<OutgoingMail>().AsNoTracking().Where(mail => mail.Recipient == email).OrderBy(mail => mail.MailId).ToListAsync(TestContext.Current.CancellationToken));

    /// <summary>The path of the first link in what was mailed last.</summary>
    public static async Task<string> LinkMailedAsync(this IntakeFixture intake, string email) =>
        new Uri(Link().Match((await intake.MailedAsync(email))[^1].Text!).Value).PathAndQuery;

    /// <summary>The secret in a link.</summary>
    public static string Code(this string link) => link[(link.IndexOf("code=", StringComparison.Ordinal) + 5)..];

    [GeneratedRegex("http[^ \\n]+code=[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
