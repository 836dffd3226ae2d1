using System.Globalization;
using Metropool.Messaging;
using Metropool.Messaging.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Metropool.Hosting;

/// <summary>The commands for messages that no consumer could handle: <c>errors</c>, <c>replay-errors [ID]</c>, <c>discard-error ID</c>.</summary>
internal static class ErrorCommands
{
    private const int NotFoundExitCode = 1;

    /// <summary>Prints a line for each message: queue, id, event, time and reason, separated by tabs.</summary>
    public static async Task<int> ListAsync(WebApplication app)
    {
        Print(await app.Services.ListFailedAsync());
        return 0;
    }

    /// <summary>Returns one message, or all, to the queue in which it failed, and prints a line for each.</summary>
    public static async Task<int> ReplayAsync(WebApplication app, string? text)
    {
        string? id = null;
        if (text is not null && !FailedMessage.TryParseId(text, out id))
        {
            return InvalidId(text);
        }

        var replayed = await app.Services.ReplayFailedAsync(id);
        Print(replayed);
        app.Logger.LogInformation("{Count} failed messages were replayed.", replayed.Count);
        return id is not null && replayed.Count == 0 ? NotFound(id) : 0;
    }

    /// <summary>Deletes a message, and prints a line for each copy. The log records it too, because nothing else remains of the message.</summary>
    public static async Task<int> DiscardAsync(WebApplication app, string text)
    {
        if (!FailedMessage.TryParseId(text, out var id))
        {
            return InvalidId(text);
        }

        var discarded = await app.Services.DiscardFailedAsync(id);
        Print(discarded);
        foreach (var failed in discarded)
        {
            app.Logger.LogWarning("Message {MessageId} of {Queue}, {Event}, was discarded.", failed.Id, failed.Queue, failed.Event);
        }

        return discarded.Count == 0 ? NotFound(id) : 0;
    }

    private static void Print(IEnumerable<FailedMessage> messages)
    {
        foreach (var failed in messages)
        {
            Console.WriteLine(Line(failed));
        }
    }

    private static string Line(FailedMessage failed) => string.Join(
        '\t',
        failed.Queue,
        failed.Id,
        failed.Event ?? "unreadable",
        failed.FailedAt?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-",
        failed.Reason.ReplaceLineEndings(" ").Replace('\t', ' '));

    private static int InvalidId(string text)
    {
        Console.Error.WriteLine($"'{text}' is not the id of a message. The command errors lists the ids.");
        return Platform.UnknownCommandExitCode;
    }

    private static int NotFound(string id)
    {
        Console.Error.WriteLine($"No error queue of this service has the message {id}.");
        return NotFoundExitCode;
    }
}
