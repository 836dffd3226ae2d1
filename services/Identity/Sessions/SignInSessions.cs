using System.Globalization;
using System.Security.Claims;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.SignIn;
using Metropool.Mail.Links;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;

namespace Metropool.Identity.Sessions;

/// <summary>The person who is signed in, in the browser of the request.</summary>
/// <param name="Account">Their account as it was when the request came in. To change it, load it with <see cref="SignInSessions.LoadAccountAsync"/>.</param>
/// <param name="SessionId">The session.</param>
/// <param name="At">When they last authenticated; UTC, to the second.</param>
/// <param name="Methods">How they authenticated (RFC 8176).</param>
internal sealed record SignedIn(Account Account, Guid SessionId, DateTimeOffset At, IReadOnlyList<string> Methods)
{
    public bool WithTwoFactors => Methods.Contains(SignInMethods.TwoFactors);
}

/// <summary>Authentication methods (RFC 8176), as in the claim <c>amr</c>.</summary>
internal static class SignInMethods
{
    public const string Password = "pwd";
    public const string OneTimeCode = "otp";
    public const string Key = "pop";
    public const string UserPresent = "user";
    public const string TwoFactors = "mfa";

    /// <summary>Authenticated by another identity provider. Not in the register of RFC 8176.</summary>
    public const string Federated = "fed";
}

/// <summary>
/// The sessions of people, and the cookies that refer to them. The session is looked up at each request, so that an ended one takes effect at once.
/// The issue time of a cookie changes with each renewal; <c>max_age</c> and <c>auth_time</c> of OpenID Connect need the time of authentication, which is stored
/// as well.
/// </summary>
internal sealed class SignInSessions(
    IdentityDbContext db,
    IUserClaimsPrincipalFactory<Account> principals,
    OneTimeLinks links,
    KnownDevices devices,
    IOpenIddictTokenManager tokens,
    IOpenIddictAuthorizationManager authorizations,
    TimeProvider time)
{
    private const string SignedInAt = "signed-in-at";
    private const string Session = "session";
    private const string Methods = "methods";
    private static readonly object Found = new();

    /// <summary>
    /// Signs a person in: starts a session, or adds the methods to the current session of the same person. The current session of another person in this
    /// browser ends.
    /// </summary>
    public async Task SignInAsync(HttpContext context, Account account, IReadOnlyList<string> methods, SignedIn? before, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var same = before?.Account.Id == account.Id ? before : null;
        var sessionId = same?.SessionId ?? Guid.CreateVersion7(now);
        if (same is null)
        {
            if (before is not null)
            {
                await EndAsync(before.Account.Id, before.SessionId, cancellationToken);
            }

            var browser = BrowserNames.Of(context.Request.Headers.UserAgent);
            db.SignInSessions.Add(new SignInSession { SessionId = sessionId, PersonId = account.Id, StartedAt = now, Browser = browser });
            await db.SaveChangesAsync(cancellationToken);
        }

        await WriteAsync(context, account, sessionId, now, same is null ? methods : [.. same.Methods.Union(methods)]);
    }

    /// <summary>Writes the cookie again after the security stamp of the account has changed, so that this browser stays signed in.</summary>
    public Task RenewAsync(HttpContext context, SignedIn signedIn, IEnumerable<string>? further = null) =>
        WriteAsync(context, signedIn.Account, signedIn.SessionId, signedIn.At, [.. signedIn.Methods.Union(further ?? [])]);

    /// <summary>The person who is signed in; null if there is none.</summary>
    public static async Task<SignedIn?> CurrentAsync(HttpContext context)
    {
        var cookie = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        return cookie.Succeeded && context.Items[Found] is Account account && Read(cookie.Properties) is var (sessionId, at, methods)
            ? new(account, sessionId, at, methods)
            : null;
    }

    /// <summary>Loads the caller's account to change it. Called in the transaction that changes it, so that a second attempt loads the account again.</summary>
    /// <exception cref="DbUpdateConcurrencyException">The session of this request was ended by another request.</exception>
    public async Task<Account> LoadAccountAsync(SignedIn signedIn, CancellationToken cancellationToken)
    {
        var (personId, stamp) = (signedIn.Account.Id, signedIn.Account.SecurityStamp);
        return await db.Users.SingleOrDefaultAsync(a => a.Id == personId && a.SecurityStamp == stamp && a.BlockedAt == null, cancellationToken)
            ?? throw new DbUpdateConcurrencyException("The session of this request was ended by another request.");
    }

    /// <summary>Ends this session only.</summary>
    public async Task SignOutAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (await CurrentAsync(context) is { } signedIn)
        {
            await EndAsync(signedIn.Account.Id, signedIn.SessionId, cancellationToken);
        }

        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>Ends one session of a person.</summary>
    public async Task<bool> EndAsync(Guid personId, Guid sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await db.SignInSessions.Where(s => s.SessionId == sessionId && s.PersonId == personId && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken) == 1;
    }

    /// <summary>
    /// Ends all sessions of a person, or all but one, with their tokens, codes and the link to another address. If all end, known devices are forgotten too.
    /// Other services accept access tokens until they expire, at most 15 minutes later. The caller saves the account.
    /// </summary>
    public async Task EndAllAsync(Account account, Guid? except, CancellationToken cancellationToken)
    {
        account.SecurityChanged();
        var now = time.GetUtcNow();
        await db.SignInSessions.Where(s => s.PersonId == account.Id && s.EndedAt == null && s.SessionId != except)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken);
        if (except is null)
        {
            await devices.ForgetAllAsync(account.Id, cancellationToken);
        }

        await links.RevokeAsync(LinkPurpose.EmailChange, account.Id, cancellationToken);
        await tokens.RevokeBySubjectAsync(account.Id.ToString(), cancellationToken);
        await authorizations.RevokeBySubjectAsync(account.Id.ToString(), cancellationToken);
    }

    /// <summary>Whether a session hasn't ended.</summary>
    public Task<bool> IsOpenAsync(Guid personId, Guid sessionId, CancellationToken cancellationToken) =>
        db.SignInSessions.AnyAsync(s => s.SessionId == sessionId && s.PersonId == personId && s.EndedAt == null, cancellationToken);

    /// <summary>Validates a cookie. Called by the cookie handler for each request that has one.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var db = context.HttpContext.RequestServices.GetRequiredService<IdentityDbContext>();
        var stampClaim = context.HttpContext.RequestServices.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity.SecurityStampClaimType;
        if (Guid.TryParse(context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var personId)
            && Read(context.Properties) is var (sessionId, _, _)
            && await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == personId, context.HttpContext.RequestAborted) is { } account
            && account.BlockedAt is null
            && account.SecurityStamp == context.Principal.FindFirstValue(stampClaim)
            && await db.SignInSessions.AnyAsync(
                s => s.SessionId == sessionId && s.PersonId == personId && s.EndedAt == null, context.HttpContext.RequestAborted))
        {
            context.HttpContext.Items[Found] = account;
            return;
        }

        context.RejectPrincipal();
    }

    private static (Guid SessionId, DateTimeOffset At, string[] Methods)? Read(AuthenticationProperties? cookie) =>
        cookie?.Items.TryGetValue(SignedInAt, out var seconds) == true && long.TryParse(seconds, CultureInfo.InvariantCulture, out var at)
            && cookie.Items.TryGetValue(Session, out var session) && Guid.TryParse(session, out var sessionId)
            ? (
                sessionId,
                DateTimeOffset.FromUnixTimeSeconds(at),
                cookie.Items.TryGetValue(Methods, out var methods) ? methods!.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [])
            : null;

    private async Task WriteAsync(HttpContext context, Account account, Guid sessionId, DateTimeOffset at, IReadOnlyList<string> methods)
    {
        var properties = new AuthenticationProperties();
        properties.Items[SignedInAt] = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        properties.Items[Session] = sessionId.ToString();
        properties.Items[Methods] = string.Join(' ', methods);
        await context.SignInAsync(IdentityConstants.ApplicationScheme, await principals.CreateAsync(account), properties);
    }
}
