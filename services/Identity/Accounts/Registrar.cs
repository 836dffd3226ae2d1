using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Identity;
using Fault = Metropool.Http.Fault;

namespace Metropool.Identity.Accounts;

/// <summary>Makes accounts. The account and the events that tell of it are saved together.</summary>
internal sealed class Registrar(UserManager<Account> accounts, IPublishEndpoint publish, ProgrammeClock clock)
{
    /// <param name="personId">The id that the person gets in every service.</param>
    /// <param name="userName">The e-mail address that they sign in with.</param>
    /// <param name="displayName">The name as it is shown.</param>
    /// <param name="roles">The general roles.</param>
    /// <param name="organisationId">The organisation of an employer's contact.</param>
    /// <param name="password">Null: there is none yet, so nobody can sign in.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Outcome<Account>> RegisterAsync(
        Guid personId, string userName, string displayName, IEnumerable<string> roles, Guid? organisationId, string? password, CancellationToken cancellationToken)
    {
        if (await accounts.FindByNameAsync(userName) is not null)
        {
            return Refusal.Conflict("identity.user-name-taken", "There is an account with this user name.");
        }

        var account = Account.Register(personId, userName, displayName, roles, organisationId, clock.GetUtcNow());
        if (password is not null && await PasswordFaultsAsync(account, password) is { Count: > 0 } faults)
        {
            return Refusal.Invalid("identity.password-refused", "The password doesn't meet the rules.", faults);
        }

        // Before the account is saved, so that it goes out with it.
        foreach (var state in account.State())
        {
            await publish.Publish(state, cancellationToken);
        }

        var result = password is null ? await accounts.CreateAsync(account) : await accounts.CreateAsync(account, password);
        return result.Succeeded
            ? account
            : Refusal.Invalid("identity.account-refused", "The account can't be made.", [.. result.Errors.Select(error => new Fault("userName", FaultCodes.NotAllowed, error.Description))]);
    }

    private async Task<IReadOnlyList<Fault>> PasswordFaultsAsync(Account account, string password)
    {
        var faults = new List<Fault>();
        foreach (var validator in accounts.PasswordValidators)
        {
            var result = await validator.ValidateAsync(accounts, account, password);
            faults.AddRange(result.Errors.Select(error => new Fault("password", FaultCodes.NotAllowed, error.Description)));
        }

        return faults;
    }
}
