using System.Security.Cryptography;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Security;
using Metropool.Identity.Sessions;
using Metropool.Pages;
using Microsoft.AspNetCore.DataProtection;
using QRCoder;

namespace Metropool.Identity.Self;

/// <summary>An authenticator app for the second step. The account gets it once a code of it was shown; the recovery codes are shown once.</summary>
internal static class AuthenticatorPage
{
    public const string Path = "/account/authenticator";
    private const string Code = "Code";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static Task<IResult> ShowAsync(HttpContext context, IDataProtectionProvider protection, string? returnUrl) =>
        SelfService.ForOwnerAsync(
            context, Path, recently: true, signedIn => Task.FromResult(PageResults.Form(context, Model(signedIn.Account, Totp.MakeSecret(), protection, returnUrl))), PageGroup.Href(Path, returnUrl));

    public static Task<IResult> TakeAsync(
        HttpContext context,
        IdentityDbContext db,
        IDataProtectionProvider protection,
        SecondFactors factors,
        SignInSessions sessions,
        AccountMails mails,
        TimeProvider time,
        string? returnUrl,
        CancellationToken cancellationToken) =>
        SelfService.ForOwnerAsync(context, Path, recently: true, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            var account = signedIn.Account;
            if (form.IsRefused || SecretOf(form["state"], account, protection) is not { } secret)
            {
                return PageResults.Form(context, Model(account, Totp.MakeSecret(), protection, returnUrl).With(form.Fault ?? PageForm.Stale));
            }

            if (Totp.StepOf(secret, form[Code].Replace(" ", "", StringComparison.Ordinal), time.GetUtcNow()) is not { } step)
            {
                return PageResults.Form(context, Model(account, secret, protection, returnUrl).With(
                    new FormFault(Code, "Deze code klopt niet. Controleer of de klok van je apparaat goed staat, en neem de nieuwste code.")));
            }

            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            factors.Set(account, secret, step);
            var codes = await factors.NewCodesAsync(account, cancellationToken);
            await sessions.EndAllAsync(account, signedIn.SessionId, cancellationToken);
            mails.Changed(account, "Er is een authenticator-app ingesteld voor je account: bij het inloggen is een code nodig.");
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            await sessions.RenewAsync(context, signedIn, [SignInMethods.OneTimeCode, SignInMethods.TwoFactors]);
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
        Drawing = DrawingOf(Totp.Address(secret, account.Email!)),
        Secret = string.Join(' ', Totp.Text(secret).Chunk(4).Select(part => new string(part))),
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
