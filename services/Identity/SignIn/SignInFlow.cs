using System.Security.Claims;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Pages;
using Metropool.Identity.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.SignIn;

/// <summary>The steps of signing in: a first factor, a second where the account has one, and then the session.</summary>
internal sealed class SignInFlow(
    IdentityDbContext db,
    UserManager<Account> accounts,
    Registrar registrar,
    SignInThrottle throttle,
    KnownDevices devices,
    SignInSessions sessions,
    External.ProviderLinks providers,
    PlatformSettings platform)
{
    /// <summary>Checks a password. An empty one is wrong, and no attempt.</summary>
    /// <returns>The account, when it is its password; null otherwise, without a reason. Where signing in is closed, the password isn't checked.</returns>
    public async Task<PasswordCheck> WithPasswordAsync(HttpContext context, string userName, string password, CancellationToken cancellationToken)
    {
        if (password.Length == 0)
        {
            return default;
        }

        var account = await registrar.FindAsync(userName, cancellationToken);
        var attempt = await throttle.BeginAsync(context, userName, account, isCode: false, cancellationToken);
        if (attempt.Refusal is { } lockout)
        {
            return new(null, lockout);
        }

        // An account that is unknown or has no password is refused after the same work, which would be heard by the clock.
        if (account is not { PasswordHash: { } hash, EmailConfirmed: true })
        {
            Nobody.Verify(accounts.PasswordHasher, password);
            return default;
        }

        switch (accounts.PasswordHasher.VerifyHashedPassword(account, hash, password))
        {
            case PasswordVerificationResult.Failed:
                await throttle.FailAsync(attempt, account, isCode: false, cancellationToken);
                return default;
            case PasswordVerificationResult.SuccessRehashNeeded:
                account.PasswordHash = registrar.Hash(password);
                await db.SaveChangesAsync(cancellationToken);
                break;
        }

        await throttle.TakeBackAsync(attempt, cancellationToken);
        return new(account, null);
    }

    /// <summary>After the first factor: to the page for the code, or signed in.</summary>
    public async Task<IResult> AfterFirstAsync(HttpContext context, Account account, IReadOnlyList<string> methods, string? returnUrl, CancellationToken cancellationToken)
    {
        if (account.TotpSecret is null)
        {
            return await CompleteAsync(context, account, methods, returnUrl, cancellationToken);
        }

        var properties = new AuthenticationProperties();
        properties.Items["methods"] = string.Join(' ', methods);
        await context.SignInAsync(
            IdentityConstants.TwoFactorUserIdScheme,
            new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, account.Id.ToString()), new(ClaimTypes.Hash, account.SecurityStamp!)], IdentityConstants.TwoFactorUserIdScheme)),
            properties);
        return Results.Redirect(PageGroup.Href(SecondFactorPage.Path, returnUrl));
    }

    /// <summary>Whose first factor was right a moment ago, in this browser.</summary>
    public async Task<(Account Account, string[] Methods)?> HalfSignedInAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var half = await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        return half.Succeeded && Guid.TryParse(half.Principal.FindFirstValue(ClaimTypes.Name), out var personId)
            && await db.Users.SingleOrDefaultAsync(account => account.Id == personId, cancellationToken) is { TotpSecret: not null } account
            && account.SecurityStamp == half.Principal.FindFirstValue(ClaimTypes.Hash)
            ? (account, half.Properties!.Items.TryGetValue("methods", out var methods) ? methods!.Split(' ') : [])
            : null;
    }

    /// <summary>All factors were right.</summary>
    public async Task<IResult> CompleteAsync(HttpContext context, Account account, IReadOnlyList<string> methods, string? returnUrl, CancellationToken cancellationToken)
    {
        if (account.BlockedAt is not null)
        {
            // Who gets here has shown all that the account asks for: nobody else learns of it.
            return IdentityPages.Blocked(platform.ContactEmail);
        }

        await throttle.ForgetAsync(context, account, withCodes: methods.Contains(SignInMethods.OneTimeCode), cancellationToken);
        await devices.RememberAsync(context, account, cancellationToken);
        await sessions.SignInAsync(context, account, methods, await SignInSessions.CurrentAsync(context), cancellationToken);
        await context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await providers.LinkAwaitedAsync(context, account, cancellationToken);
        return Results.Redirect(PageGroup.IsOurs(returnUrl) ? returnUrl! : PageGroup.Href("/account"));
    }
}

/// <summary>What came of checking a password.</summary>
/// <param name="Account">The account whose password it is; null where it isn't one.</param>
/// <param name="Lockout">Why it wasn't checked; null where it was.</param>
internal readonly record struct PasswordCheck(Account? Account, Lockout? Lockout);
