using Metropool.Http;
using Metropool.Identity.Pages;
using Metropool.Identity.Self;
using Metropool.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Metropool.Identity.Erasure;

/// <summary>The page on which a person erases their own account.</summary>
internal static class ErasurePage
{
    public const string Path = "/account/erasure";

    public static Task<IResult> ShowAsync(HttpContext context, PlatformSettings platform) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: true, _ => Task.FromResult(PageResults.Form(context, Model(platform))));

    public static Task<IResult> SubmitAsync(HttpContext context, PersonErasure erasure, PlatformSettings platform, CancellationToken cancellationToken) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: true, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            if (form.IsRefused)
            {
                return PageResults.Form(context, Model(platform).With(form.Fault));
            }

            if (await erasure.EraseAsync(signedIn.Account.Id, signedIn.Account.Id, cancellationToken) is not null)
            {
                return PageResults.Form(
                    context, Model(platform).With(new FormFault(null, "Je bent de enige beheerder. Benoem eerst iemand anders als beheerder.")));
            }

            await context.SignOutAsync(IdentityConstants.ApplicationScheme);
            return PageResults.Notice(new()
            {
                Title = "Je account is verwijderd",
                Text = ["We hebben dat ook gemaild, voor het laatst. Je bent overal uitgelogd."],
                Links = [new(PageGroup.Href(SignIn.SignInPage.Path), "Naar inloggen")],
            });
        });

    private static FormModel Model(PlatformSettings platform) => new()
    {
        Title = "Account verwijderen",
        Action = PageGroup.Href(Path),
        Submit = "Mijn account voor altijd verwijderen",
        FaultTitle = "Je account is niet verwijderd",
        Intro =
        [
            "Je account wordt meteen en voor altijd verwijderd: je naam en e-mailadres, hoe je inlogt, en wat je bij Metropool bent, zoals medewerker of "
            + "contactpersoon. Niemand kan het terughalen.",
            "Overal waar je bent ingelogd, word je uitgelogd. Met hetzelfde e-mailadres kun je later een nieuw account maken, maar dat weet niets van dit "
            + "account.",
            "Ook je aanmeldingen worden verwijderd, met alles wat je erin schreef en wat erover is geschreven. Een aanmelding die nog loopt, vervalt; een plek "
            + "in een editie die voor jou nog niet is begonnen, komt vrij.",
            $"Wat verder over je deelname aan de opleiding is vastgelegd, zoals je aanwezigheid, stage, logboek en certificaat, wordt hiermee niet verwijderd. "
            + $"Vraag dat aan {platform.ContactEmail}.",
        ],
        Links =
        [
            new(PageGroup.Href(PersonalDataPage.Path), "Eerst mijn gegevens downloaden"),
            new(PageGroup.Href(AccountOverview.Path), "Terug naar mijn account"),
        ],
    };
}
