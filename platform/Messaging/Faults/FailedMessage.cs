using System.Text.RegularExpressions;

namespace Metropool.Messaging.Faults;

/// <summary>A message in an error queue, which no consumer could handle.</summary>
/// <param name="Queue">The queue in which it failed, without <c>_error</c>.</param>
/// <param name="Id">The message id, or a digest of the body where it has no valid id.</param>
/// <param name="Event">The name of the event, such as <c>ApplicationChanged</c>; null where the message can't be read.</param>
/// <param name="FailedAt">When it was moved to the error queue, UTC; null where the broker moved it.</param>
/// <param name="Reason">The message of the consumer's exception, or the reason that the broker states.</param>
public sealed partial record FailedMessage(string Queue, string Id, string? Event, DateTimeOffset? FailedAt, string Reason)
{
    internal const string DigestPrefix = "sha256-";

    /// <summary>Parses the id of a failed message, as an operator types it.</summary>
    /// <returns>Whether it is a valid id.</returns>
    public static bool TryParseId(string text, out string id)
    {
        ArgumentNullException.ThrowIfNull(text);
        id = Guid.TryParse(text, out var messageId) ? messageId.ToString() : text.ToLowerInvariant();
        return messageId != default || Digest().IsMatch(id);
    }

    [GeneratedRegex($"^{DigestPrefix}[0-9a-f]{{16}}$")]
    private static partial Regex Digest();
}
