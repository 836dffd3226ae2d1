using System.Security.Cryptography;
using Metropool.Identity.Accounts;
using Metropool.Identity.Pages;
using Metropool.Identity.Security;
using Metropool.Identity.Sessions;
using Metropool.Pages;
using Microsoft.AspNetCore.DataProtection;
using QRCoder;

namespace Metropool.Identity.Self;

/// <summary>The page on which a person sets up an authenticator app. A valid code activates it; then the recovery codes are shown, once.</summary>
internal static class AuthenticatorPage
{
    public const string Path = "/account/authenticator";
    private const string Code = "Code";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static Task<IResult> ShowAsync(HttpContext context, IDataProtectionProvider protection, string? returnUrl) =>
        AccountPages.ForOwnerAsync(
            context,
            Path,
            requireRecentSignIn: true,
            signedIn => Task.FromResult(PageResults.Form(context, Model(signedIn.Account, Totp.CreateSecret(), protection, returnUrl))),
            PageGroup.Href(Path, returnUrl));

    public static Task<IResult> SubmitAsync(
        HttpContext context,
        OwnAccount ownAccount,
        IDataProtectionProvider protection,
        SecondFactors factors,
        TimeProvider time,
        string? returnUrl,
        CancellationToken cancellationToken) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: true, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            var account = signedIn.Account;
            if (form.IsRefused || SecretOf(form["state"], account, protection) is not { } secret)
            {
                return PageResults.Form(context, Model(account, Totp.CreateSecret(), protection, returnUrl).With(form.Fault ?? PageForm.Stale));
            }

            if (Totp.StepOf(secret, form[Code].Replace(" ", "", StringComparison.Ordinal), time.GetUtcNow()) is not { } step)
            {
                return PageResults.Form(context, Model(account, secret, protection, returnUrl).With(
                    new FormFault(Code, "Deze code klopt niet. Controleer of de klok van je apparaat goed staat, en neem de nieuwste code.")));
            }

            string[] codes = [];
            await ownAccount.ChangeAsync(
                context,
                signedIn,
                "Er is een authenticator-app ingesteld voor je account: bij het inloggen is een code nodig.",
                async (changed, token) =>
                {
                    factors.SetAuthenticator(changed, secret, step);
                    codes = await factors.ReplaceCodesAsync(changed, token);
                },
                cancellationToken,
                [SignInMethods.OneTimeCode, SignInMethods.TwoFactors]);
            return RecoveryCodesPage.Show(codes, returnUrl);
        }, PageGroup.Href(Path, returnUrl));

    private static byte[]? SecretOf(string state, Account account, IDataProtectionProvider protection)
    {
        try
        {
            return ProtectorOf(protection, account).Unprotect(Convert.FromBase64String(state));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static ITimeLimitedDataProtector ProtectorOf(IDataProtectionProvider protection, Account account) =>
        protection.CreateProtector("Metropool.Identity.Totp.New", account.Id.ToString()).ToTimeLimitedDataProtector();

    private static FormModel Model(Account account, byte[] secret, IDataProtectionProvider protection, string? returnUrl) => new()
    {
        Title = "Authenticator-app instellen",
        Action = PageGroup.Href(Path, returnUrl),
        Submit = "Instellen",
        Intro = ["Scan de code met een authenticator-app op je telefoon, en vul de 6 cijfers in die de app toont."],
        Drawing = DrawingOf(Totp.AddressOf(secret, account.Email!)),
        Secret = string.Join(' ', Totp.TextOf(secret).Chunk(4).Select(part => new string(part))),
        Fields = [new(Code, "Code uit de app", "text", "one-time-code")],
        Hidden = [new("state", Convert.ToBase64String(ProtectorOf(protection, account).Protect(secret, Patience)))],
        Links = [new(PageGroup.Href(AccountOverview.Path), "Terug naar mijn account")],
    };

    private static string DrawingOf(string address)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var drawing = new SvgQRCode(code);
        return drawing.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
