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
    IdentityDbContext db, UserManager<Account> accounts, Registrar registrar, Attempts attempts, SignInSessions sessions, External.ProviderLinks providers, PlatformSettings platform)
{
    /// <summary>Looks at a password.</summary>
    /// <returns>The account, when it is its password and signing in isn't closed; null otherwise, and nobody learns why.</returns>
    public async Task<Account?> WithPasswordAsync(string userName, string password, CancellationToken cancellationToken)
    {
        // Who is unknown, has no password, or is locked out is refused without a look at a password of theirs, which would be heard by the clock.
        var account = await registrar.FindAsync(userName, cancellationToken);
        var attempt = await attempts.BeginAsync(account ?? Nobody.Account, cancellationToken);
        if (account is not { PasswordHash: { } hash, EmailConfirmed: true } || attempt == Attempt.Refused)
        {
            Nobody.Verify(accounts.PasswordHasher, password);
            return null;
        }

        switch (accounts.PasswordHasher.VerifyHashedPassword(account, hash, password))
        {
            case PasswordVerificationResult.Failed:
                await attempts.FailedAsync(account, attempt, cancellationToken);
                return null;
            case PasswordVerificationResult.SuccessRehashNeeded:
                account.PasswordHash = registrar.Hash(password);
                await db.SaveChangesAsync(cancellationToken);
                break;
        }

        await attempts.RightAsync(account, attempt, cancellationToken);
        return account;
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

        await attempts.ForgetAsync(account, cancellationToken);
        await sessions.SignInAsync(context, account, methods, await SignInSessions.CurrentAsync(context), cancellationToken);
        await context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await providers.LinkAwaitedAsync(context, account, cancellationToken);
        return Results.Redirect(PageGroup.IsOurs(returnUrl) ? returnUrl! : PageGroup.Href("/account"));
    }
}
