using Metropool.Hosting;

namespace Metropool.Identity.Keys;

/// <summary>What operations does with keys: <c>rotate-keys</c> before their time, <c>rotate-keys compromised</c> when somebody else may have them.</summary>
internal static class KeyCommands
{
    public const string Rotate = "rotate-keys";
    private const string Compromised = "compromised";

    public static async Task<int> RotateAsync(IServiceProvider services, IReadOnlyList<string> arguments)
    {
        // A word that is none would leave keys in use that somebody else may have.
        if (arguments is not ([] or [Compromised]))
        {
            Console.Error.WriteLine($"'{Rotate} {string.Join(' ', arguments)}' is no command: it is '{Rotate}', or '{Rotate} {Compromised}' when somebody else may have the keys.");
            return Platform.UnknownCommandExitCode;
        }

        var areCompromised = arguments is [Compromised];
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await KeyLock.TakeAsync(db, CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<KeyRotation>().ReplaceAsync(db, areCompromised, CancellationToken.None);
        await transaction.CommitAsync();
        services.GetRequiredService<ILoggerFactory>().CreateLogger("Metropool.Identity.Keys").LogInformation(
            "{What}", areCompromised
                ? "All keys are withdrawn and replaced. Running processes follow within a minute; tokens of the old keys are refused by each service once it has asked for the key set."
                : $"New keys are published, and used in {KeyRotation.PublishedAhead.TotalHours:0} hours.");
        return 0;
    }
}
