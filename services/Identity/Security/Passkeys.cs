using System.Security.Cryptography;
using System.Text;
using Metropool.Identity.Accounts;
using Metropool.Identity.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Metropool.Identity.Security;

/// <summary>
/// Passkeys (WebAuthn). The challenge is kept in the page itself, protected and for some minutes, so that no replica has to store it.
/// </summary>
internal sealed class Passkeys(
    IdentityDbContext db, IPasskeyHandler<Account> handler, UserManager<Account> accounts, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>The most passkeys that an account may have.</summary>
    public const int Maximum = 10;

    // No client has this id: client ids are lower-case letters, digits and hyphens.
    private const string UsedBy = "urn:metropool:passkeys";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly ITimeLimitedDataProtector _creation = protection.CreateProtector("Metropool.Identity.Passkeys.Creation").ToTimeLimitedDataProtector();
    private readonly ITimeLimitedDataProtector _request = protection.CreateProtector("Metropool.Identity.Passkeys.Request").ToTimeLimitedDataProtector();

    /// <summary>The options with which the browser makes a passkey.</summary>
    public async Task<(string Options, string State)> CreationAsync(HttpContext context, Account account)
    {
        var made = await handler.MakeCreationOptionsAsync(
            new() { Id = account.Id.ToString(), Name = account.Email!, DisplayName = account.DisplayName }, context);
        return (made.CreationOptionsJson, _creation.Protect($"{account.Id}|{made.AttestationState}", Patience));
    }

    /// <summary>The options with which the browser uses a passkey.</summary>
    public async Task<(string Options, string State)> RequestAsync(HttpContext context)
    {
        var made = await handler.MakeRequestOptionsAsync(null, context);
        return (made.RequestOptionsJson, _request.Protect(made.AssertionState ?? "", Patience));
    }

    /// <summary>The passkey that the browser made; null if it isn't valid for this account.</summary>
    public async Task<UserPasskeyInfo?> AttestAsync(HttpContext context, Account account, string credential, string state)
    {
        if (Read(_creation, state)?.Split('|', 2) is not [var personId, var attestation] || personId != account.Id.ToString())
        {
            return null;
        }

        var result = await handler.PerformAttestationAsync(new() { HttpContext = context, CredentialJson = credential, AttestationState = attestation });
        return result.Succeeded && result.UserEntity.Id == personId ? result.Passkey : null;
    }

    /// <summary>
    /// The account whose passkey the browser used; null if it belongs to none, or if the response was used before. Synced passkeys have no counter, so that a
    /// replay must be detected here.
    /// </summary>
    public async Task<Asserted?> AssertAsync(HttpContext context, string credential, string state, CancellationToken cancellationToken)
    {
        if (Read(_request, state) is not { Length: > 0 } assertion || credential.Length == 0)
        {
            return null;
        }

        var result = await handler.PerformAssertionAsync(new() { HttpContext = context, CredentialJson = credential, AssertionState = assertion });
        return result.Succeeded && await accounts.IsEmailConfirmedAsync(result.User) && await UseUpAsync(assertion, cancellationToken)
            ? new(result.User, result.Passkey)
            : null;
    }

    // The hash is of the unprotected text: the same protected text can be encoded in two ways.
    private Task<bool> UseUpAsync(string assertion, CancellationToken cancellationToken) =>
        UsedAssertion.RecordAsync(
            db, UsedBy, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(assertion))), time.GetUtcNow() + Patience, cancellationToken);

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
