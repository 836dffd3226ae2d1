using System.Security.Cryptography;
using Metropool.Identity.Accounts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Metropool.Identity.Security;

/// <summary>
/// Passkeys (WebAuthn). What we asked the browser is kept in the page itself, protected and for some minutes, so that no replica has to remember it.
/// </summary>
internal sealed class Passkeys(IPasskeyHandler<Account> handler, UserManager<Account> accounts, IDataProtectionProvider protection)
{
    /// <summary>How many an account may have.</summary>
    public const int Most = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly ITimeLimitedDataProtector _creation = protection.CreateProtector("Metropool.Identity.Passkeys.Creation").ToTimeLimitedDataProtector();
    private readonly ITimeLimitedDataProtector _request = protection.CreateProtector("Metropool.Identity.Passkeys.Request").ToTimeLimitedDataProtector();

    /// <summary>What the browser needs to make a passkey.</summary>
    public async Task<(string Options, string State)> CreationAsync(HttpContext context, Account account)
    {
        var made = await handler.MakeCreationOptionsAsync(new() { Id = account.Id.ToString(), Name = account.Email!, DisplayName = account.DisplayName }, context);
        return (made.CreationOptionsJson, _creation.Protect($"{account.Id}|{made.AttestationState}", Patience));
    }

    /// <summary>What the browser needs to use one.</summary>
    public async Task<(string Options, string State)> RequestAsync(HttpContext context, Account? account)
    {
        var made = await handler.MakeRequestOptionsAsync(account, context);
        return (made.RequestOptionsJson, _request.Protect(made.AssertionState ?? "", Patience));
    }

    /// <summary>The passkey that the browser made; null where it isn't one for this account.</summary>
    public async Task<UserPasskeyInfo?> AttestAsync(HttpContext context, Account account, string credential, string state)
    {
        if (Read(_creation, state)?.Split('|', 2) is not [var personId, var attestation] || personId != account.Id.ToString())
        {
            return null;
        }

        var result = await handler.PerformAttestationAsync(new() { HttpContext = context, CredentialJson = credential, AttestationState = attestation });
        return result.Succeeded && result.UserEntity.Id == personId ? result.Passkey : null;
    }

    /// <summary>Whose passkey the browser used; null where it is nobody's.</summary>
    public async Task<Asserted?> AssertAsync(HttpContext context, string credential, string state)
    {
        if (Read(_request, state) is not { Length: > 0 } assertion || credential.Length == 0)
        {
            return null;
        }

        var result = await handler.PerformAssertionAsync(new() { HttpContext = context, CredentialJson = credential, AssertionState = assertion });
        return result.Succeeded && await accounts.IsEmailConfirmedAsync(result.User) ? new(result.User, result.Passkey) : null;
    }

    private static string? Read(ITimeLimitedDataProtector protector, string state)
    {
        try
        {
            return protector.Unprotect(state);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    internal sealed record Asserted(Account Account, UserPasskeyInfo Passkey);
}
