using Metropool.Identity.Erasure;
using Metropool.Identity.Pages;
using Metropool.Identity.Security;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Metropool.Pages;

namespace Metropool.Identity.Self;

/// <summary>
/// The pages on which a person manages their own account. Changes of how they sign in need a recent sign-in, with a second factor if the account has one:
/// otherwise an attacker who knows the password could add a second factor.
/// </summary>
internal static class AccountPages
{
    public static void MapAccountPages(this RouteGroupBuilder pages)
    {
        pages.MapGet(AccountOverview.Path, AccountOverview.ShowAsync);
        pages.MapPage(NamePage.Path, NamePage.ShowAsync, NamePage.SubmitAsync);
        pages.MapPage(EmailPage.Path, EmailPage.ShowAsync, EmailPage.SubmitAsync);
        pages.MapPage(ConfirmEmailPage.Path, ConfirmEmailPage.ShowAsync, ConfirmEmailPage.SubmitAsync);
        pages.MapPage(PasswordPage.Path, PasswordPage.ShowAsync, PasswordPage.SubmitAsync);
        pages.MapPage(AuthenticatorPage.Path, AuthenticatorPage.ShowAsync, AuthenticatorPage.SubmitAsync);
        pages.MapPage(AuthenticatorRemovalPage.Path, AuthenticatorRemovalPage.ShowAsync, AuthenticatorRemovalPage.SubmitAsync);
        pages.MapPage(RecoveryCodesPage.Path, RecoveryCodesPage.ShowAsync, RecoveryCodesPage.SubmitAsync);
        pages.MapPage(PasskeyPage.Path, PasskeyPage.ShowAsync, PasskeyPage.SubmitAsync);
        pages.MapPage(ErasurePage.Path, ErasurePage.ShowAsync, ErasurePage.SubmitAsync);
        pages.MapGet(PersonalDataPage.Path, PersonalDataPage.DownloadAsync);
        pages.MapPost(PasskeyPage.Path + "/removal", PasskeyPage.RemoveAsync).DisableAntiforgery();
        pages.MapPost(AccountOverview.Path + "/sessions/end", AccountOverview.EndSessionAsync).DisableAntiforgery();
        pages.MapPost(AccountOverview.Path + "/sessions/end-all", AccountOverview.EndAllAsync).DisableAntiforgery();
        pages.MapPost(AccountOverview.Path + "/providers/removal", AccountOverview.RemoveProviderAsync).DisableAntiforgery();
    }

    /// <summary>Runs a page for the person who is signed in, or redirects to the sign-in page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">The page to return to after signing in.</param>
    /// <param name="requireRecentSignIn">Whether a recent sign-in is needed, with a second factor if the account has one.</param>
    /// <param name="page">The page.</param>
    /// <param name="returnUrl">The page to return to, if it isn't <paramref name="path"/>.</param>
    public static async Task<IResult> ForOwnerAsync(
        HttpContext context, string path, bool requireRecentSignIn, Func<SignedIn, Task<IResult>> page, string? returnUrl = null)
    {
        var services = context.RequestServices;
        if (await SignInSessions.CurrentAsync(context) is not { } signedIn)
        {
            return Results.Redirect(PageGroup.Href(SignInPage.Path, PageGroup.Href(path)));
        }

        if (!requireRecentSignIn)
        {
            return await page(signedIn);
        }

        var back = PageGroup.IsOurs(returnUrl) ? returnUrl : PageGroup.Href(path);
        if (!signedIn.WithTwoFactors && await services.GetRequiredService<SecondFactors>().PageOfAsync(signedIn.Account, context.RequestAborted) is { } missing)
        {
            return Results.Redirect(PageGroup.Href(missing, back));
        }

        var isRecent = services.GetRequiredService<TimeProvider>().GetUtcNow() - signedIn.At <= services.GetRequiredService<IdentitySettings>().RecentSignIn;
        return isRecent ? await page(signedIn) : Results.Redirect(PageGroup.Href(ReauthenticationPage.Path, back));
    }

    public static IResult Done(string what) => Results.Redirect($"{PageGroup.Href(AccountOverview.Path)}?done={what}");
}
