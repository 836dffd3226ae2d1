using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Pages;
using Metropool.Identity.Security;
using Metropool.Identity.Sessions;
using Metropool.Pages;
using Microsoft.AspNetCore.Identity;

namespace Metropool.Identity.SignIn;

/// <summary>The page to sign in with a passkey: without user name, password or second step.</summary>
internal static class PasskeySignInPage
{
    public const string Path = "/sign-in/passkey";

    public static async Task<IResult> ShowAsync(HttpContext context, Passkeys passkeys, string? returnUrl) =>
        PageResults.Form(context, await ModelAsync(context, passkeys, returnUrl));

    public static async Task<IResult> SubmitAsync(
        HttpContext context, Passkeys passkeys, UserManager<Account> accounts, SignInFlow flow, string? returnUrl, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (form.IsRefused)
        {
            return PageResults.Form(context, (await ModelAsync(context, passkeys, returnUrl)).With(form.Fault));
        }

        if (await passkeys.AssertAsync(context, form.Exact("credential"), form["state"], cancellationToken) is not { } asserted)
        {
            return PageResults.Form(
                context,
                (await ModelAsync(context, passkeys, returnUrl))
                    .With(new FormFault(null, "Deze passkey hoort niet bij een account, of het duurde te lang. Probeer het opnieuw.")));
        }

        // Saves the signature counter of the passkey, so that a cloned key is detected.
        (await accounts.AddOrUpdatePasskeyAsync(asserted.Account, asserted.Passkey)).OrThrow();
        return await flow.CompleteAsync(
            context, asserted.Account, [SignInMethods.Key, SignInMethods.UserPresent, SignInMethods.TwoFactors], returnUrl, cancellationToken);
    }

    private static async Task<FormModel> ModelAsync(HttpContext context, Passkeys passkeys, string? returnUrl)
    {
        var (options, state) = await passkeys.RequestAsync(context);
        var isSignedIn = await SignInSessions.CurrentAsync(context) is not null;
        var contact = context.RequestServices.GetRequiredService<PlatformSettings>().ContactEmail;
        return new()
        {
            Title = isSignedIn ? "Laat met je passkey zien dat jij het bent" : "Inloggen met een passkey",
            Action = PageGroup.Href(Path, returnUrl),
            Submit = "Passkey gebruiken",
            FaultTitle = "Inloggen is niet gelukt",
            Intro =
            [
                .. isSignedIn
                    ? new[] { $"Voor je iets verandert aan hoe je inlogt, vragen we je passkey. Heb je die niet meer? Mail dan naar {contact}." }
                    : [],
                "Je apparaat vraagt om je vingerafdruk, gezicht of pincode.",
            ],
            Hidden = [new("state", state)],
            Passkey = new(PasskeyScript.FullPath, "get", options),
            Links =
            [
                isSignedIn
                    ? new(PageGroup.Href("/account"), "Terug naar mijn account")
                    : new(PageGroup.Href(SignInPage.Path, returnUrl), "Inloggen met een wachtwoord"),
            ],
        };
    }
}
