using Metropool.Identity.External;
using Metropool.Identity.Pages;
using Metropool.Identity.Sessions;
using Metropool.Pages;

namespace Metropool.Identity.SignIn;

/// <summary>The page on which a person authenticates again before they change how they sign in. A browser that was left open isn't enough.</summary>
internal static class ReauthenticationPage
{
    public const string Path = "/sign-in/again";
    private const string Password = "Password";

    public static async Task<IResult> ShowAsync(HttpContext context, ExternalProvider provider, string? returnUrl) =>
        await SignInSessions.CurrentAsync(context) is { } signedIn
            ? PageResults.Form(context, Model(signedIn, provider, returnUrl))
            : Results.Redirect(PageGroup.Href(SignInPage.Path, returnUrl));

    public static async Task<IResult> SubmitAsync(
        HttpContext context, SignInFlow flow, ExternalProvider provider, string? returnUrl, CancellationToken cancellationToken)
    {
        if (await SignInSessions.CurrentAsync(context) is not { } signedIn)
        {
            return Results.Redirect(PageGroup.Href(SignInPage.Path, returnUrl));
        }

        var form = await PageForm.ReadAsync(context);
        if (form.IsRefused)
        {
            return PageResults.Form(context, Model(signedIn, provider, returnUrl).With(form.Fault));
        }

        var password = form.Exact(Password);
        var check = await flow.CheckPasswordAsync(context, signedIn.Account.Email!, password, cancellationToken);
        return check switch
        {
            { Account: { } account } => await flow.CompleteAsync(context, account, [SignInMethods.Password], returnUrl, cancellationToken),
            { Lockout: { } lockout } => LockoutPage.Show(context, Model(signedIn, provider, returnUrl), lockout),
            _ => PageResults.Form(context, Model(signedIn, provider, returnUrl).With(new FormFault(Password, "Controleer het wachtwoord."))),
        };
    }

    private static FormModel Model(SignedIn signedIn, ExternalProvider provider, string? returnUrl) => new()
    {
        Title = "Laat nog eens zien dat jij het bent",
        Action = PageGroup.Href(Path, returnUrl),
        Submit = "Verder",
        FaultTitle = "Dat klopt niet",
        Intro = ["Voor je iets verandert aan hoe je inlogt, vragen we je wachtwoord of passkey opnieuw."],
        Fields = [new(Password, "Wachtwoord", "password", "current-password")],
        Links =
        [
            new(PageGroup.Href(PasskeySignInPage.Path, returnUrl), "Passkey gebruiken"),
            .. provider.Name is { } name && signedIn.Account.PasswordHash is null
                ? new PageLink[] { new(PageGroup.Href(ExternalSignIn.Path, returnUrl), $"Opnieuw inloggen met {name}") }
                : [],
            new(PageGroup.Href("/account"), "Terug naar mijn account"),
        ],
    };
}
