using Metropool.Identity.External;
using Metropool.Identity.Pages;
using Metropool.Identity.Registration;
using Metropool.Identity.Sessions;
using Metropool.Pages;

namespace Metropool.Identity.SignIn;

/// <summary>The sign-in page. Its error messages don't show which accounts exist.</summary>
internal static class SignInPage
{
    public const string Path = "/sign-in";
    public const string FullPath = "/identity" + Path;
    private const string UserName = "UserName";
    private const string Password = "Password";

    public static void MapSignIn(this RouteGroupBuilder pages)
    {
        pages.MapPage(Path, Show, SubmitAsync);
        pages.MapPage(SecondFactorPage.Path, SecondFactorPage.ShowAsync, SecondFactorPage.SubmitAsync);
        pages.MapPage(PasskeySignInPage.Path, PasskeySignInPage.ShowAsync, PasskeySignInPage.SubmitAsync);
        pages.MapPage(ReauthenticationPage.Path, ReauthenticationPage.ShowAsync, ReauthenticationPage.SubmitAsync);
    }

    private static async Task<IResult> Show(HttpContext context, ExternalProvider provider, string? returnUrl) =>
        !PageGroup.IsOurs(returnUrl) && await SignInSessions.CurrentAsync(context) is not null
            ? Results.Redirect(PageGroup.Href("/account"))
            : PageResults.Form(context, Model(returnUrl, provider, null));

    private static async Task<IResult> SubmitAsync(
        HttpContext context, SignInFlow flow, ExternalProvider provider, string? returnUrl, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        var (userName, password) = (form[UserName], form.Exact(Password));
        var model = Model(returnUrl, provider, userName);
        if (form.IsRefused)
        {
            return PageResults.Form(context, model.With(form.Fault));
        }

        if (userName.Length == 0 || password.Length == 0)
        {
            return PageResults.Form(context, model.With([
                .. userName.Length == 0 ? new FormFault[] { new(UserName, "Vul een e-mailadres in.") } : [],
                .. password.Length == 0 ? new FormFault[] { new(Password, "Vul een wachtwoord in.") } : []]));
        }

        return await flow.CheckPasswordAsync(context, userName, password, cancellationToken) switch
        {
            { Account: { } account } => await flow.ContinueAsync(context, account, [SignInMethods.Password], returnUrl, cancellationToken),
            { Lockout: { } lockout } => LockoutPage.Show(context, model, lockout),
            _ => PageResults.Form(context, model.With(
                new FormFault(UserName, "Controleer het e-mailadres en het wachtwoord."),
                new FormFault(null, "Na een paar mislukte pogingen kan inloggen hier een tijdje niet."))),
        };
    }

    private static FormModel Model(string? returnUrl, ExternalProvider provider, string? userName) => new()
    {
        Title = "Inloggen",
        Action = PageGroup.Href(Path, returnUrl),
        Submit = "Inloggen",
        FaultTitle = "Inloggen is niet gelukt",
        Fields =
        [
            new(UserName, "E-mailadres", "email", "username", Value: userName),
            new(Password, "Wachtwoord", "password", "current-password"),
        ],
        Links =
        [
            .. provider.Name is { } name ? new PageLink[] { new(PageGroup.Href(ExternalSignIn.Path, returnUrl), $"Inloggen met {name}") } : [],
            new(PageGroup.Href(PasskeySignInPage.Path, returnUrl), "Inloggen met een passkey"),
            new(PageGroup.Href(ForgotPasswordPage.Path), "Wachtwoord vergeten?"),
            new(PageGroup.Href(RegisterPage.Path, returnUrl), "Nog geen account? Registreren"),
        ],
    };
}
