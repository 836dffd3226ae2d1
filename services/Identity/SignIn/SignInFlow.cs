using System.Security.Claims;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Pages;
using Metropool.Identity.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.SignIn;

/// <summary>The steps of signing in: the first factor, a second factor if the account has one, and the session.</summary>
internal sealed class SignInFlow(
    IdentityDbContext db,
    UserManager<Account> accounts,
    AccountStore accountStore,
    SignInThrottle throttle,
    KnownDevices devices,
    SignInSessions sessions,
    External.ProviderLinks providers,
    PlatformSettings platform)
{
    /// <summary>Checks a password. An empty one is wrong, and isn't counted.</summary>
    /// <returns>The account if the password is right; otherwise null, without a reason. While signing in is locked, the password isn't checked.</returns>
    public async Task<PasswordCheck> CheckPasswordAsync(HttpContext context, string userName, string password, CancellationToken cancellationToken)
    {
        if (password.Length == 0)
        {
            return default;
        }

        var account = await accountStore.FindAsync(userName, cancellationToken);
        var attempt = await throttle.BeginAsync(context, userName, account, isCode: false, cancellationToken);
        if (attempt.Lockout is { } lockout)
        {
            return new(null, lockout);
        }

        // Takes as long for an unknown account or one without a password, so that the time of the answer doesn't show which accounts exist.
        if (account is not { PasswordHash: { } hash, EmailConfirmed: true })
        {
            DummyAccount.VerifyPassword(accounts.PasswordHasher, password);
            return default;
        }

        switch (accounts.PasswordHasher.VerifyHashedPassword(account, hash, password))
        {
            case PasswordVerificationResult.Failed:
                await throttle.FailAsync(attempt, account, isCode: false, cancellationToken);
                return default;
            case PasswordVerificationResult.SuccessRehashNeeded:
                account.PasswordHash = accountStore.Hash(password);
                await db.SaveChangesAsync(cancellationToken);
                break;
        }

        await throttle.RevertAsync(attempt, cancellationToken);
        return new(account, null);
    }

    /// <summary>Continues after the first factor: with the second factor, or with the session.</summary>
    public async Task<IResult> ContinueAsync(
        HttpContext context, Account account, IReadOnlyList<string> methods, string? returnUrl, CancellationToken cancellationToken)
    {
        if (account.TotpSecret is null)
        {
            return await CompleteAsync(context, account, methods, returnUrl, cancellationToken);
        }

        var properties = new AuthenticationProperties();
        properties.Items["methods"] = string.Join(' ', methods);
        await context.SignInAsync(
            IdentityConstants.TwoFactorUserIdScheme,
            new ClaimsPrincipal(new ClaimsIdentity(
                [new(ClaimTypes.Name, account.Id.ToString()), new(ClaimTypes.Hash, account.SecurityStamp!)], IdentityConstants.TwoFactorUserIdScheme)),
            properties);
        return Results.Redirect(PageGroup.Href(SecondFactorPage.Path, returnUrl));
    }

    /// <summary>Finds the account whose first factor was right a moment ago, in this browser.</summary>
    public async Task<(Account Account, string[] Methods)?> FindPendingSignInAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var half = await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        return half.Succeeded && Guid.TryParse(half.Principal.FindFirstValue(ClaimTypes.Name), out var personId)
            && await db.Users.SingleOrDefaultAsync(account => account.Id == personId, cancellationToken) is { TotpSecret: not null } account
            && account.SecurityStamp == half.Principal.FindFirstValue(ClaimTypes.Hash)
            ? (account, half.Properties!.Items.TryGetValue("methods", out var methods) ? methods!.Split(' ') : [])
            : null;
    }

    /// <summary>Starts the session, after all factors were right.</summary>
    public async Task<IResult> CompleteAsync(
        HttpContext context, Account account, IReadOnlyList<string> methods, string? returnUrl, CancellationToken cancellationToken)
    {
        if (account.BlockedAt is not null)
        {
            // Only the owner reaches this point, so nothing is disclosed to others.
            return IdentityPages.Blocked(platform.ContactEmail);
        }

        await throttle.ResetAsync(context, account, withCodes: methods.Contains(SignInMethods.OneTimeCode), cancellationToken);
        await devices.RememberAsync(context, account, cancellationToken);
        await sessions.SignInAsync(context, account, methods, await SignInSessions.CurrentAsync(context), cancellationToken);
        await context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await providers.LinkPendingAsync(context, account, cancellationToken);
        return Results.Redirect(PageGroup.IsOurs(returnUrl) ? returnUrl! : PageGroup.Href("/account"));
    }
}

/// <summary>The result of checking a password.</summary>
/// <param name="Account">The account that has the password; null if the password is wrong.</param>
/// <param name="Lockout">The lockout because of which it wasn't checked; null if it was.</param>
internal readonly record struct PasswordCheck(Account? Account, Lockout? Lockout);
