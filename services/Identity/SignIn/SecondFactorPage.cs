using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Security;
using Metropool.Identity.Sessions;
using Metropool.Pages;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.SignIn;

/// <summary>The page after the password: it asks for a code of the app, or a recovery code.</summary>
internal static class SecondFactorPage
{
    public const string Path = "/sign-in/second-factor";
    private const string Code = "Code";

    public static async Task<IResult> ShowAsync(HttpContext context, SignInFlow flow, string? returnUrl, CancellationToken cancellationToken) =>
        await flow.FindPendingSignInAsync(context, cancellationToken) is null
            ? Results.Redirect(PageGroup.Href(SignInPage.Path, returnUrl))
            : PageResults.Form(context, Model(returnUrl));

    public static async Task<IResult> SubmitAsync(
        HttpContext context,
        IdentityDbContext db,
        SignInFlow flow,
        SignInThrottle throttle,
        SecondFactors factors,
        AccountMails mails,
        string? returnUrl,
        CancellationToken cancellationToken)
    {
        if (await flow.FindPendingSignInAsync(context, cancellationToken) is not var (account, methods))
        {
            return Results.Redirect(PageGroup.Href(SignInPage.Path, returnUrl));
        }

        var form = await PageForm.ReadAsync(context);
        if (form.IsRefused)
        {
            return PageResults.Form(context, Model(returnUrl).With(form.Fault));
        }

        if (form[Code].Length == 0)
        {
            return PageResults.Form(context, Model(returnUrl).With(new FormFault(Code, "Vul een code in.")));
        }

        var attempt = await throttle.BeginAsync(context, account.Email!, account, isCode: true, cancellationToken);
        if (attempt.Lockout is { } lockout)
        {
            return LockoutPage.Show(context, Model(returnUrl), lockout, isCode: true);
        }

        var taken = await factors.RedeemAsync(account, form[Code], cancellationToken);
        if (taken == RedeemedCode.Recovery)
        {
            var left = await db.RecoveryCodes.CountAsync(code => code.PersonId == account.Id, cancellationToken);
            mails.Changed(
                account, $"Er is een herstelcode van je account gebruikt bij het inloggen. Je hebt er nog {left}; op de pagina van je account maak je nieuwe.");
            await db.SaveChangesAsync(cancellationToken);
        }

        if (taken != RedeemedCode.None)
        {
            await throttle.RevertAsync(attempt, cancellationToken);
            return await flow.CompleteAsync(context, account, [.. methods, SignInMethods.OneTimeCode, SignInMethods.TwoFactors], returnUrl, cancellationToken);
        }

        await throttle.FailAsync(attempt, account, isCode: true, cancellationToken);
        return PageResults.Form(context, Model(returnUrl).With(
            new FormFault(Code, "Deze code klopt niet, of is al gebruikt. Wacht op de volgende code."),
            new FormFault(null, "Na een paar mislukte pogingen kan inloggen hier een tijdje niet.")));
    }

    private static FormModel Model(string? returnUrl) => new()
    {
        Title = "Tweede stap",
        Action = PageGroup.Href(Path, returnUrl),
        Submit = "Inloggen",
        FaultTitle = "Inloggen is niet gelukt",
        Fields = [new(Code, "Code", "text", "one-time-code", "De 6 cijfers uit je authenticator-app, of een herstelcode van 20 cijfers.")],
        Links = [new(PageGroup.Href(SignInPage.Path, returnUrl), "Opnieuw beginnen")],
    };
}
