using Metropool.Hosting;
using Metropool.Identity.Accounts;
using Metropool.Identity.SignIn;

namespace Metropool.Identity.Upkeep;

/// <summary>
/// What operations does for an account where no administrator can: the only one has lost their telephone, or is blocked. Whoever can start it reads Identity's database and keys:
/// it gives nobody more than they have. It is in the history, and the owner is told.
/// </summary>
internal static class AccountCommands
{
    public const string RemoveSecondFactors = "remove-second-factors";
    public const string Unblock = "unblock-account";

    /// <summary>The exit code where there is no such account, or nothing to do.</summary>
    private const int NothingDone = 1;

    public static Task<int> RemoveSecondFactorsAsync(IServiceProvider services, IReadOnlyList<string> arguments) =>
        TakeAsync(services, RemoveSecondFactors, (_, _) => Task.FromResult(MeasureKind.SecondFactorsRemoved), arguments);

    /// <summary>Unblocks an account; opens one that isn't blocked and that wrong passwords have closed.</summary>
    public static Task<int> UnblockAsync(IServiceProvider services, IReadOnlyList<string> arguments) => TakeAsync(
        services,
        Unblock,
        async (scope, account) => account.BlockedAt is null && await scope.GetRequiredService<SignInThrottle>().IsClosedAsync(account, CancellationToken.None)
            ? MeasureKind.Unlocked
            : MeasureKind.Unblocked,
        arguments);

    private static async Task<int> TakeAsync(
        IServiceProvider services, string command, Func<IServiceProvider, Account, Task<MeasureKind>> kind, IReadOnlyList<string> arguments)
    {
        if (arguments.Where(argument => !argument.StartsWith('-')).ToList() is not [var email])
        {
            Console.Error.WriteLine($"{command} takes the e-mail address of one account.");
            return Platform.UnknownCommandExitCode;
        }

        await using var scope = services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<Registrar>().FindAsync(email, CancellationToken.None);
        var refusal = account is null
            ? AccountMeasures.Unknown
            : await scope.ServiceProvider.GetRequiredService<AccountMeasures>().TakeAsync(account.Id, await kind(scope.ServiceProvider, account), by: null, $"the command {command}", CancellationToken.None);
        if (refusal is not null)
        {
            Console.Error.WriteLine(refusal.Detail);
            return NothingDone;
        }

        // The address stays out of the log.
        services.GetRequiredService<ILoggerFactory>().CreateLogger("Metropool.Identity.Accounts").LogInformation("{Command}: done for {PersonId}, who is told by mail.", command, account!.Id);
        return 0;
    }
}
