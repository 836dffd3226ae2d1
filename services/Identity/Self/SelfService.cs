using Metropool.Identity.Erasure;
using Metropool.Identity.Pages;
using Metropool.Identity.Security;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Metropool.Pages;

namespace Metropool.Identity.Self;

/// <summary>
/// The pages on which somebody looks after their own account. What changes how they sign in asks that they have shown who they are a moment ago, and with a second factor where the
/// account has one: else whoever knows the password would make themselves one.
/// </summary>
internal static class SelfService
{
    public static void MapSelfService(this RouteGroupBuilder pages)
    {
        pages.MapGet(AccountOverview.Path, AccountOverview.ShowAsync);
        pages.MapPage(NamePage.Path, NamePage.ShowAsync, NamePage.TakeAsync);
        pages.MapPage(EmailPage.Path, EmailPage.ShowAsync, EmailPage.TakeAsync);
        pages.MapPage(ConfirmEmailPage.Path, ConfirmEmailPage.ShowAsync, ConfirmEmailPage.TakeAsync);
        pages.MapPage(PasswordPage.Path, PasswordPage.ShowAsync, PasswordPage.TakeAsync);
        pages.MapPage(AuthenticatorPage.Path, AuthenticatorPage.ShowAsync, AuthenticatorPage.TakeAsync);
        pages.MapPage(AuthenticatorRemoval.Path, AuthenticatorRemoval.ShowAsync, AuthenticatorRemoval.TakeAsync);
        pages.MapPage(RecoveryCodesPage.Path, RecoveryCodesPage.ShowAsync, RecoveryCodesPage.TakeAsync);
        pages.MapPage(PasskeyPage.Path, PasskeyPage.ShowAsync, PasskeyPage.TakeAsync);
        pages.MapPage(ErasurePage.Path, ErasurePage.ShowAsync, ErasurePage.TakeAsync);
        pages.MapGet(PersonalDataPage.Path, PersonalDataPage.DownloadAsync);
        pages.MapPost(PasskeyPage.Path + "/removal", PasskeyPage.RemoveAsync).DisableAntiforgery();
        pages.MapPost(AccountOverview.Path + "/sessions/end", AccountOverview.EndSessionAsync).DisableAntiforgery();
        pages.MapPost(AccountOverview.Path + "/sessions/end-all", AccountOverview.EndAllAsync).DisableAntiforgery();
        pages.MapPost(AccountOverview.Path + "/providers/removal", AccountOverview.RemoveProviderAsync).DisableAntiforgery();
    }

    /// <summary>Does something for whoever is signed in, or sends them to sign in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">The page to come back to.</param>
    /// <param name="recently">Whether they must have shown who they are a moment ago, with a second factor where they have one.</param>
    /// <param name="then">What is done.</param>
    /// <param name="returnUrl">Where they were going.</param>
    public static async Task<IResult> ForOwnerAsync(HttpContext context, string path, bool recently, Func<SignedIn, Task<IResult>> then, string? returnUrl = null)
    {
        var services = context.RequestServices;
        if (await SignInSessions.CurrentAsync(context) is not { } signedIn)
        {
            return Results.Redirect(PageGroup.Href(SignInPage.Path, PageGroup.Href(path)));
        }

        if (!recently)
        {
            return await then(signedIn);
        }

        var back = PageGroup.IsOurs(returnUrl) ? returnUrl : PageGroup.Href(path);
        if (!signedIn.WithTwoFactors && await services.GetRequiredService<SecondFactors>().PageOfAsync(signedIn.Account, context.RequestAborted) is { } page)
        {
            return Results.Redirect(PageGroup.Href(page, back));
        }

        var isRecent = services.GetRequiredService<TimeProvider>().GetUtcNow() - signedIn.At <= services.GetRequiredService<IdentitySettings>().RecentSignIn;
        return isRecent ? await then(signedIn) : Results.Redirect(PageGroup.Href(AgainPage.Path, back));
    }

    public static IResult Done(string what) => Results.Redirect($"{PageGroup.Href(AccountOverview.Path)}?done={what}");
}
