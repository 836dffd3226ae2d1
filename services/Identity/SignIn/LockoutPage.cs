using System.Globalization;
using Metropool.Mail;
using Metropool.Pages;

namespace Metropool.Identity.SignIn;

/// <summary>The page of a form on which signing in is closed for a while: it says until when, and what to do meanwhile.</summary>
internal static class LockoutPage
{
    public static IResult Show(HttpContext context, FormModel model, Lockout lockout)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(lockout.Left.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

        // To the next whole minute, as the page names no seconds.
        var until = DutchTime.Of(lockout.Until + TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        return PageResults.Form(
            context,
            model.With(
                new FormFault(null, $"Er is hier te vaak een verkeerd wachtwoord of een verkeerde code ingevuld. Vanaf {until} kun je het opnieuw proberen."),
                new FormFault(
                    null, "Wil je niet wachten? Log in op een apparaat waarop je al eerder inlogde, gebruik een passkey, of kies een nieuw wachtwoord.")),
            StatusCodes.Status429TooManyRequests);
    }
}
