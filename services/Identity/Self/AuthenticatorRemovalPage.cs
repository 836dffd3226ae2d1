using Metropool.Identity.Pages;
using Metropool.Identity.Security;
using Metropool.Pages;

namespace Metropool.Identity.Self;

/// <summary>The page on which a person confirms that they want to sign in without an authenticator app again.</summary>
internal static class AuthenticatorRemovalPage
{
    public const string Path = "/account/authenticator/removal";

    public static Task<IResult> ShowAsync(HttpContext context) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: true, _ => Task.FromResult(PageResults.Form(context, new()
    {
        Title = "Authenticator-app verwijderen",
        Action = PageGroup.Href(Path),
        Submit = "Verwijderen",
        Intro = ["Daarna is je wachtwoord genoeg om in te loggen, en werken de herstelcodes niet meer."],
        Links = [new(PageGroup.Href(AccountOverview.Path), "Terug naar mijn account")],
    })));

    public static Task<IResult> SubmitAsync(HttpContext context, OwnAccount ownAccount, SecondFactors factors, CancellationToken cancellationToken) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: true, async signedIn =>
        {
            if ((await PageForm.ReadAsync(context)).IsRefused)
            {
                return Results.Redirect(PageGroup.Href(Path));
            }

            await ownAccount.ChangeAsync(
                context,
                signedIn,
                "De authenticator-app is van je account verwijderd: je wachtwoord is weer genoeg om in te loggen.",
                factors.RemoveAsync,
                cancellationToken);
            return AccountPages.Done("authenticator-removed");
        });
}
