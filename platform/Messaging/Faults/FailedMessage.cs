using System.Text.RegularExpressions;

namespace Metropool.Messaging.Faults;

/// <summary>A message that no consumer could handle, as it lies in an error queue.</summary>
/// <param name="Queue">The queue that it failed in, without <c>_error</c>.</param>
/// <param name="Id">By which it is replayed or discarded: its message id, or a digest of its body where it has none that can be read.</param>
/// <param name="Event">The name of the event, such as <c>ParticipantAdmitted</c>; null where the message can't be read.</param>
/// <param name="FailedAt">When it was given up, UTC; null where it was the broker who did.</param>
/// <param name="Reason">Why: what the consumer's exception, or the broker, said.</param>
public sealed partial record FailedMessage(string Queue, string Id, string? Event, DateTimeOffset? FailedAt, string Reason)
{
    internal const string DigestPrefix = "sha256-";

    /// <summary>Reads what somebody typed as the id of a failed message.</summary>
    /// <returns>Whether it can be one.</returns>
    public static bool TryParseId(string text, out string id)
    {
        ArgumentNullException.ThrowIfNull(text);
        id = Guid.TryParse(text, out var messageId) ? messageId.ToString() : text.ToLowerInvariant();
        return messageId != default || Digest().IsMatch(id);
    }

    [GeneratedRegex($"^{DigestPrefix}[0-9a-f]{{16}}$")]
    private static partial Regex Digest();
}
