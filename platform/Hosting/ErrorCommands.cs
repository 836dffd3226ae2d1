using System.Globalization;
using Metropool.Messaging;
using Metropool.Messaging.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Metropool.Hosting;

/// <summary>The commands of a service's program for messages that no consumer could handle: <c>errors</c>, <c>replay-errors [ID]</c>, <c>discard-error ID</c>.</summary>
internal static class ErrorCommands
{
    private const int NotFoundExitCode = 1;

    /// <summary>Prints a line for each: queue, id, event, time and reason, between tabs.</summary>
    public static async Task<int> ListAsync(WebApplication app)
    {
        foreach (var failed in await app.Services.ListFailedAsync())
        {
            Console.WriteLine(Line(failed));
        }

        return 0;
    }

    /// <summary>Puts one, or all, back into the queue that it failed in.</summary>
    public static async Task<int> ReplayAsync(WebApplication app, string? id)
    {
        Guid? messageId = null;
        if (id is not null)
        {
            if (!Guid.TryParse(id, out var parsed))
            {
                return NoId(id);
            }

            messageId = parsed;
        }

        var count = await app.Services.ReplayFailedAsync(messageId);
        app.Logger.LogInformation("{Count} failed messages are back in their queues.", count);
        return messageId is not null && count == 0 ? NotFound(messageId.Value) : 0;
    }

    /// <summary>Throws one away. Says what it was: the log is all that is left of it.</summary>
    public static async Task<int> DiscardAsync(WebApplication app, string id)
    {
        if (!Guid.TryParse(id, out var messageId))
        {
            return NoId(id);
        }

        var discarded = await app.Services.DiscardFailedAsync(messageId);
        foreach (var failed in discarded)
        {
            app.Logger.LogWarning("Message {MessageId} of {Queue}, {Event}, is thrown away.", failed.MessageId, failed.Queue, failed.Event);
        }

        return discarded.Count == 0 ? NotFound(messageId) : 0;
    }

    private static string Line(FailedMessage failed) => string.Join(
        '\t',
        failed.Queue,
        failed.MessageId?.ToString() ?? "-",
        failed.Event ?? "unreadable",
        failed.FailedAt?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-",
        failed.Reason.ReplaceLineEndings(" ").Replace('\t', ' '));

    private static int NoId(string text)
    {
        Console.Error.WriteLine($"'{text}' is no id of a message: the command errors lists them.");
        return Platform.UnknownCommandExitCode;
    }

    private static int NotFound(Guid messageId)
    {
        Console.Error.WriteLine($"No error queue of this service has message {messageId}.");
        return NotFoundExitCode;
    }
}
