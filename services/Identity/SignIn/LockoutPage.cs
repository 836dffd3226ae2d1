using System.Globalization;
using Metropool.Mail;
using Metropool.Pages;

namespace Metropool.Identity.SignIn;

/// <summary>The page of a form on which signing in is closed for a while: it says until when, and what to do meanwhile.</summary>
internal static class LockoutPage
{
    /// <param name="context">The request.</param>
    /// <param name="model">The form.</param>
    /// <param name="lockout">Until when.</param>
    /// <param name="isCode">The form asks for a code: a new password opens it no sooner.</param>
    public static IResult Show(HttpContext context, FormModel model, Lockout lockout, bool isCode = false)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(lockout.Left.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

        // To the next whole minute, as the page names no seconds.
        var until = DutchTime.Of(lockout.Until + TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        return PageResults.Form(
            context,
            model.With(
                new FormFault(
                    null,
                    $"Er is te vaak {(isCode ? "een verkeerde code" : "een verkeerd wachtwoord")} ingevuld. Vanaf {until} kun je het hier opnieuw proberen."),
                new FormFault(null, isCode
                    ? "Wil je niet wachten? Log in op een apparaat waarop je al eerder inlogde, of gebruik een passkey."
                    : "Wil je niet wachten? Log in op een apparaat waarop je al eerder inlogde, gebruik een passkey, of kies een nieuw wachtwoord.")),
            StatusCodes.Status429TooManyRequests);
    }
}
