using System.Globalization;
using Metropool.Mail;
using Metropool.Pages;

namespace Metropool.Identity.SignIn;

/// <summary>The form while signing in is locked: it shows until when, and what else the person can do.</summary>
internal static class LockoutPage
{
    /// <param name="context">The request.</param>
    /// <param name="model">The form.</param>
    /// <param name="lockout">The lockout.</param>
    /// <param name="isCode">Whether the form asks for a code. A new password doesn't end that lockout.</param>
    public static IResult Show(HttpContext context, FormModel model, Lockout lockout, bool isCode = false)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(lockout.Left.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

        // Rounded up to a minute, because the page shows no seconds.
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
