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
using OpenIddict.Abstractions;

namespace Metropool.Identity.Sessions;

/// <summary>Somebody who is signed in, in the browser that asks.</summary>
/// <param name="Account">Who.</param>
/// <param name="SessionId">In which session.</param>
/// <param name="At">When they last showed who they are; UTC, to the second.</param>
/// <param name="Methods">How (RFC 8176).</param>
internal sealed record SignedIn(Account Account, Guid SessionId, DateTimeOffset At, IReadOnlyList<string> Methods)
{
    public bool WithTwoFactors => Methods.Contains(SignInMethods.TwoFactors);
}

/// <summary>Ways in which somebody shows who they are (RFC 8176), as they are in <c>amr</c>.</summary>
internal static class SignInMethods
{
    public const string Password = "pwd";
    public const string OneTimeCode = "otp";
    public const string Key = "pop";
    public const string UserPresent = "user";
    public const string TwoFactors = "mfa";

    /// <summary>Not in the register: another provider said who it is.</summary>
    public const string Federated = "fed";
}

/// <summary>
/// The cookie of who signed in, and the sessions that it stands for. The cookie is looked up at each request, so that an ended session is over at once.
/// The cookie's own time of issue moves each time it is renewed; <c>max_age</c> and <c>auth_time</c> of OpenID Connect are about the sign-in itself, which is kept beside it.
/// </summary>
internal sealed class SignInSessions(
    IdentityDbContext db,
    IUserClaimsPrincipalFactory<Account> principals,
    MailedLinks links,
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
    /// Signs somebody in: a new session, or the same one, with what they showed before, where they only showed again who they are. Nobody takes over from another
    /// who was signed in in the browser: that session ends.
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

            db.SignInSessions.Add(new SignInSession { SessionId = sessionId, PersonId = account.Id, StartedAt = now, Browser = BrowserNames.Of(context.Request.Headers.UserAgent) });
            await db.SaveChangesAsync(cancellationToken);
        }

        await WriteAsync(context, account, sessionId, now, same is null ? methods : [.. same.Methods.Union(methods)]);
    }

    /// <summary>Writes the cookie anew after the account's security stamp has changed, so that this browser stays signed in.</summary>
    public Task RenewAsync(HttpContext context, SignedIn signedIn, IEnumerable<string>? further = null) =>
        WriteAsync(context, signedIn.Account, signedIn.SessionId, signedIn.At, [.. signedIn.Methods.Union(further ?? [])]);

    /// <summary>Who is signed in; null where nobody is.</summary>
    public static async Task<SignedIn?> CurrentAsync(HttpContext context)
    {
        var cookie = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        return cookie.Succeeded && context.Items[Found] is Account account && Read(cookie.Properties) is var (sessionId, at, methods) ? new(account, sessionId, at, methods) : null;
    }

    /// <summary>Ends this session alone.</summary>
    public async Task SignOutAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (await CurrentAsync(context) is { } signedIn)
        {
            await EndAsync(signedIn.Account.Id, signedIn.SessionId, cancellationToken);
        }

        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>Ends one session of somebody.</summary>
    public async Task<bool> EndAsync(Guid personId, Guid sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await db.SignInSessions.Where(s => s.SessionId == sessionId && s.PersonId == personId && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken) == 1;
    }

    /// <summary>Signs somebody out everywhere, or everywhere else: cookies, codes, a link to another address, and what else was given out. Everywhere, known devices are forgotten too. With other services access tokens live on for their at most 15 minutes. The account is saved by the caller.</summary>
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

        await links.EndAsync(LinkPurpose.EmailChange, account.Id, cancellationToken);
        await tokens.RevokeBySubjectAsync(account.Id.ToString(), cancellationToken);
        await authorizations.RevokeBySubjectAsync(account.Id.ToString(), cancellationToken);
    }

    /// <summary>Whether a session goes on.</summary>
    public Task<bool> IsOpenAsync(Guid personId, Guid sessionId, CancellationToken cancellationToken) =>
        db.SignInSessions.AnyAsync(s => s.SessionId == sessionId && s.PersonId == personId && s.EndedAt == null, cancellationToken);

    /// <summary>Looks a cookie up; called by its handler for each request that has one.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var db = context.HttpContext.RequestServices.GetRequiredService<IdentityDbContext>();
        var stampClaim = context.HttpContext.RequestServices.GetRequiredService<Microsoft.Extensions.Options.IOptions<IdentityOptions>>().Value.ClaimsIdentity.SecurityStampClaimType;
        if (Guid.TryParse(context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var personId)
            && Read(context.Properties) is var (sessionId, _, _)
            && await db.Users.SingleOrDefaultAsync(a => a.Id == personId, context.HttpContext.RequestAborted) is { } account
            && account.BlockedAt is null
            && account.SecurityStamp == context.Principal.FindFirstValue(stampClaim)
            && await db.SignInSessions.AnyAsync(s => s.SessionId == sessionId && s.PersonId == personId && s.EndedAt == null, context.HttpContext.RequestAborted))
        {
            context.HttpContext.Items[Found] = account;
            return;
        }

        context.RejectPrincipal();
    }

    private static (Guid SessionId, DateTimeOffset At, string[] Methods)? Read(AuthenticationProperties? cookie) =>
        cookie?.Items.TryGetValue(SignedInAt, out var seconds) == true && long.TryParse(seconds, CultureInfo.InvariantCulture, out var at)
            && cookie.Items.TryGetValue(Session, out var session) && Guid.TryParse(session, out var sessionId)
            ? (sessionId, DateTimeOffset.FromUnixTimeSeconds(at), cookie.Items.TryGetValue(Methods, out var methods) ? methods!.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [])
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
