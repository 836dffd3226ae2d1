using Metropool.Hosting;

namespace Metropool.Identity.Keys;

/// <summary>
/// The command <c>rotate-keys</c> replaces the keys early; <c>rotate-keys compromised</c> replaces them at once if another person may have them.
/// </summary>
internal static class KeyCommands
{
    public const string Rotate = "rotate-keys";
    private const string Compromised = "compromised";

    public static async Task<int> RotateAsync(IServiceProvider services, IReadOnlyList<string> arguments)
    {
        // A misspelled argument must not leave compromised keys in use.
        if (arguments is not ([] or [Compromised]))
        {
            Console.Error.WriteLine($"Usage: '{Rotate}', or '{Rotate} {Compromised}' if another person may have the keys.");
            return Platform.UnknownCommandExitCode;
        }

        var areCompromised = arguments is [Compromised];
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        await db.InTransactionAsync(
            async token =>
            {
                await KeyLock.AcquireAsync(db, token);
                await scope.ServiceProvider.GetRequiredService<KeyRotation>().ReplaceAsync(db, areCompromised, token);
            },
            CancellationToken.None);
        services.GetRequiredService<ILoggerFactory>().CreateLogger("Metropool.Identity.Keys").LogInformation("{Result}", areCompromised
            ? "All keys were withdrawn and replaced. Running processes load the new keys within a minute; each service rejects tokens of the old keys once it "
                + "has fetched the key set."
            : $"New keys were published, and will be used in {KeyRotation.PublishedAhead.TotalHours:0} hours.");
        return 0;
    }
}
