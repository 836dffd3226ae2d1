using System.Text.RegularExpressions;
using Metropool.Testing;
using MimeKit;

namespace Metropool.Identity.Tests;

/// <summary>The mail that Identity sent in development: files in a folder.</summary>
internal sealed partial class Mailbox(string folder)
{
    public string Folder => folder;

    /// <summary>Waits for a message to an address.</summary>
    public Task<MimeMessage> ToAsync(string email, Func<MimeMessage, bool> isIt, string what) =>
        Eventually.ValueAsync(
            () => Task.FromResult(All().LastOrDefault(message => message.To.Mailboxes.Any(to => to.Address == email) && isIt(message))), $"mail: {what}");

    /// <summary>Waits for a link in the mail to an address: its path with the query.</summary>
    public async Task<string> LinkToAsync(string email, string path, params string[] exceptFor)
    {
        var message = await ToAsync(
            email, message => LinkIn(message) is { } link && link.StartsWith(path + "?", StringComparison.Ordinal) && !exceptFor.Contains(link), path);
        return LinkIn(message)!;
    }

    /// <summary>Waits for a message that holds a text.</summary>
    public Task<MimeMessage> SayingAsync(string email, string text) =>
        ToAsync(email, message => message.TextBody!.Contains(text, StringComparison.Ordinal), text);

    /// <summary>The messages that an address got.</summary>
    public IEnumerable<MimeMessage> To(string email) => All().Where(message => message.To.Mailboxes.Any(to => to.Address == email));

    /// <summary>How many messages an address got.</summary>
    public int CountTo(string email) => To(email).Count();

    public static string? LinkIn(MimeMessage message) =>
        Link().Match(message.TextBody ?? "") is { Success: true } match ? new Uri(match.Value).PathAndQuery : null;

    private List<MimeMessage> All() =>
        Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.eml").Order(StringComparer.Ordinal)
                .Select(file => MimeMessage.Load(file, TestContext.Current.CancellationToken))]
            : [];

    [GeneratedRegex(@"https?://\S+\?code=\S+")]
    private static partial Regex Link();
}

/// <summary>The machine's time, and some more. Timers are the machine's.</summary>
internal sealed class ShiftedTime(TimeSpan ahead) : TimeProvider
{
    public TimeSpan Ahead { get; set; } = ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
