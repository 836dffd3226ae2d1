using System.Security.Cryptography;
using System.Text;
using Metropool.Identity.Accounts;
using Metropool.Identity.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Metropool.Identity.Security;

/// <summary>
/// Passkeys (WebAuthn). What we asked the browser is kept in the page itself, protected and for some minutes, so that no replica has to remember it.
/// </summary>
internal sealed class Passkeys(IdentityDbContext db, IPasskeyHandler<Account> handler, UserManager<Account> accounts, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>How many an account may have.</summary>
    public const int Most = 10;

    // No client is called so: their ids are small letters and hyphens.
    private const string UsedBy = "urn:metropool:passkeys";
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
    public async Task<(string Options, string State)> RequestAsync(HttpContext context)
    {
        var made = await handler.MakeRequestOptionsAsync(null, context);
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

    /// <summary>Whose passkey the browser used; null where it is nobody's, or the answer was used before: passkeys that several devices share don't count, so a copy of one isn't seen.</summary>
    public async Task<Asserted?> AssertAsync(HttpContext context, string credential, string state, CancellationToken cancellationToken)
    {
        if (Read(_request, state) is not { Length: > 0 } assertion || credential.Length == 0)
        {
            return null;
        }

        var result = await handler.PerformAssertionAsync(new() { HttpContext = context, CredentialJson = credential, AssertionState = assertion });
        return result.Succeeded && await accounts.IsEmailConfirmedAsync(result.User) && await UseUpAsync(assertion, cancellationToken) ? new(result.User, result.Passkey) : null;
    }

    // Of what was protected, and not of how it is written: one text can be written in two ways.
    private Task<bool> UseUpAsync(string assertion, CancellationToken cancellationToken) =>
        UsedAssertion.NoteAsync(db, UsedBy, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(assertion))), time.GetUtcNow() + Patience, cancellationToken);

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
