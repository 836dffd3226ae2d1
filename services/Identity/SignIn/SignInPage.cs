using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Tokens;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Metropool.Identity.SignIn;

/// <summary>The page on which a person signs in. Whatever goes wrong is said in the same words, so that nobody learns which accounts exist.</summary>
internal static class SignInPage
{
    public const string Path = "/sign-in";
    public const string FullPath = "/identity" + Path;
    private const string ReturnUrl = "returnUrl";

    // What is compared where there is nothing to compare with, so that the answer takes as long.
    private static readonly Account Nobody = Account.Register(Guid.Empty, "nobody", "Nobody", [], null, DateTimeOffset.UnixEpoch);
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Account>().HashPassword(Nobody, Guid.NewGuid().ToString()));

    public static IEndpointRouteBuilder MapSignIn(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).ExcludeFromDescription().AllowAnonymous();
        if (!routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            group.AddEndpointFilter((context, next) => context.HttpContext.Request.IsHttps
                ? next(context)
                : ValueTask.FromResult<object?>(new Refusal("identity.https-needed", TransportSecurity.Sentence, StatusCodes.Status400BadRequest).ToProblem()));
        }

        group.MapGet("", Show);
        group.MapPost("", SignInAsync).DisableAntiforgery();
        return routes;
    }

    /// <summary>The page's address, with the way back.</summary>
    public static string PathFor(string returnUrl) => FullPath + new QueryBuilder { { ReturnUrl, returnUrl } };

    private static async Task<IResult> Show(HttpContext context, UserManager<Account> accounts, IAntiforgery antiforgery, string? returnUrl)
    {
        if (!IsOurs(returnUrl) && await SignedInAsync(context, accounts) is { } account)
        {
            return Pages.SignedIn(context, antiforgery, account.DisplayName);
        }

        return Pages.SignIn(context, antiforgery, new SignInModel { ReturnUrl = returnUrl });
    }

    // The token is checked here and not by the framework: who waited too long gets the page again, and no bare error.
    private static async Task<IResult> SignInAsync(
        HttpContext context,
        UserManager<Account> accounts,
        SignInManager<Account> signIn,
        IAntiforgery antiforgery,
        [FromForm(Name = "UserName")] string? userName,
        [FromForm(Name = "Password")] string? password,
        string? returnUrl)
    {
        var model = new SignInModel { ReturnUrl = returnUrl, UserName = userName?.Trim() };
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Pages.SignIn(context, antiforgery, model with { Failure = SignInFailure.Stale });
        }

        if (string.IsNullOrWhiteSpace(model.UserName) || string.IsNullOrEmpty(password))
        {
            return Pages.SignIn(context, antiforgery, model with
            {
                Failure = SignInFailure.Incomplete,
                UserNameMissing = string.IsNullOrWhiteSpace(model.UserName),
                PasswordMissing = string.IsNullOrEmpty(password),
            });
        }

        // Who is unknown, has no password yet, hasn't confirmed or is locked out is refused without a look at the password, which would be heard by the clock.
        if (await accounts.FindByNameAsync(model.UserName) is not { PasswordHash: not null } account
            || !await signIn.CanSignInAsync(account) || await accounts.IsLockedOutAsync(account))
        {
            accounts.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash.Value, password);
            return Pages.SignIn(context, antiforgery, model with { Failure = SignInFailure.Refused });
        }

        var result = await signIn.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        return result.Succeeded
            ? Results.Redirect(IsOurs(returnUrl) ? returnUrl! : FullPath)
            : Pages.SignIn(context, antiforgery, model with { Failure = SignInFailure.Refused });
    }

    // Only back to where somebody came from to sign in; never to another site, and to nothing that can't stand in a header.
    private static bool IsOurs(string? returnUrl) =>
        returnUrl?.StartsWith("/identity" + TokenServer.AuthorizationPath + "?", StringComparison.Ordinal) == true && returnUrl.All(character => character is > ' ' and < '\x7F');

    private static async Task<Account?> SignedInAsync(HttpContext context, UserManager<Account> accounts)
    {
        var cookie = await Microsoft.AspNetCore.Authentication.AuthenticationHttpContextExtensions.AuthenticateAsync(context, IdentityConstants.ApplicationScheme);
        return cookie.Succeeded ? await accounts.GetUserAsync(cookie.Principal) : null;
    }
}

/// <summary>What the page shows. Public, as the components that Razor makes are.</summary>
public sealed record SignInModel
{
    public string? ReturnUrl { get; init; }

    public string? UserName { get; init; }

    public SignInFailure Failure { get; init; }

    public bool UserNameMissing { get; init; }

    public bool PasswordMissing { get; init; }
}

public enum SignInFailure
{
    None,

    /// <summary>A field is empty.</summary>
    Incomplete,

    /// <summary>Unknown, wrong or closed: nobody learns which.</summary>
    Refused,

    /// <summary>The page was open for too long, or wasn't ours.</summary>
    Stale,
}
