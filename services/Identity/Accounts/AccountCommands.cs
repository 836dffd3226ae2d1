using Metropool.Hosting;
using Metropool.Identity.SignIn;

namespace Metropool.Identity.Accounts;

/// <summary>
/// Commands for operators when no administrator can help, for example because the only one is blocked or has lost their second factor. A command gives its
/// caller no new rights, because it needs access to Identity's database and keys. It is recorded, and the owner is notified.
/// </summary>
internal static class AccountCommands
{
    public const string RemoveSecondFactors = "remove-second-factors";
    public const string Unblock = "unblock-account";

    /// <summary>The exit code if the account doesn't exist, or there is nothing to do.</summary>
    private const int NothingDone = 1;

    public static Task<int> RemoveSecondFactorsAsync(IServiceProvider services, IReadOnlyList<string> arguments) =>
        PerformAsync(services, RemoveSecondFactors, (_, _) => Task.FromResult(AccountActionKind.SecondFactorsRemoved), arguments);

    /// <summary>Unblocks an account, or unlocks it after wrong passwords if it isn't blocked.</summary>
    public static Task<int> UnblockAsync(IServiceProvider services, IReadOnlyList<string> arguments) => PerformAsync(
        services,
        Unblock,
        async (scope, account) =>
            account.BlockedAt is null && await scope.GetRequiredService<SignInThrottle>().IsLockedOutAsync(account, CancellationToken.None)
            ? AccountActionKind.Unlocked
            : AccountActionKind.Unblocked,
        arguments);

    private static async Task<int> PerformAsync(
        IServiceProvider services, string command, Func<IServiceProvider, Account, Task<AccountActionKind>> kind, IReadOnlyList<string> arguments)
    {
        if (arguments.Where(argument => !argument.StartsWith('-')).ToList() is not [var email])
        {
            Console.Error.WriteLine($"Usage: {command} <e-mail address of the account>");
            return Platform.UnknownCommandExitCode;
        }

        await using var scope = services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<AccountStore>().FindAsync(email, CancellationToken.None);
        var refusal = account is null
            ? Refusals.AccountUnknown
            : await scope.ServiceProvider.GetRequiredService<AccountActions>()
                .PerformAsync(account.Id, await kind(scope.ServiceProvider, account), by: null, $"the command {command}", CancellationToken.None);
        if (refusal is not null)
        {
            Console.Error.WriteLine(refusal.Detail);
            return NothingDone;
        }

        // The address stays out of the log.
        services.GetRequiredService<ILoggerFactory>().CreateLogger("Metropool.Identity.Accounts")
            .LogInformation("{Command} succeeded for {PersonId}, who is notified by mail.", command, account!.Id);
        return 0;
    }
}
