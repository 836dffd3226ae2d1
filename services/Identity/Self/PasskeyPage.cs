using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Security;
using Metropool.Identity.Sessions;
using Metropool.Pages;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace Metropool.Identity.Self;

/// <summary>Adds and removes passkeys.</summary>
internal static class PasskeyPage
{
    public const string Path = "/account/passkeys";
    private const string Name = "Name";
    private const int LongestName = 50;

    public static Task<IResult> ShowAsync(HttpContext context, Passkeys passkeys, string? returnUrl) =>
        SelfService.ForOwnerAsync(context, Path, recently: true, async signedIn => PageResults.Form(context, await ModelAsync(context, passkeys, signedIn, returnUrl)), PageGroup.Href(Path, returnUrl));

    public static Task<IResult> TakeAsync(
        HttpContext context, IdentityDbContext db, Passkeys passkeys, UserManager<Account> accounts, SignInSessions sessions, AccountMails mails, string? returnUrl, CancellationToken cancellationToken) =>
        SelfService.ForOwnerAsync(context, Path, recently: true, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            var account = signedIn.Account;
            var passkey = form.IsRefused ? null : await passkeys.AttestAsync(context, account, form.Exact("credential"), form["state"]);
            var fault = form.IsRefused ? form.Fault
                : form[Name].Length is 0 or > LongestName || TextPolicy.FaultOf(form[Name], TextKind.Line) is not null ? new FormFault(Name, $"Vul een naam in van hoogstens {LongestName} tekens.")
                : passkey is null ? new FormFault(null, "De passkey kon niet worden toegevoegd. Probeer het opnieuw.")
                : (await accounts.GetPasskeysAsync(account)).Count >= Passkeys.Most ? new FormFault(null, "Je hebt al 10 passkeys. Verwijder er eerst een.")
                : await accounts.FindByPasskeyIdAsync(passkey.CredentialId) is not null ? new FormFault(null, "Deze passkey is al van een account.")
                : null;
            if (fault is not null)
            {
                return PageResults.Form(context, (await ModelAsync(context, passkeys, signedIn, returnUrl)).With(fault));
            }

            passkey!.Name = form[Name];
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            mails.Changed(account, "Er is een passkey aan je account toegevoegd.");
            (await accounts.AddOrUpdatePasskeyAsync(account, passkey)).OrThrow();
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);

            // Whoever has just used the key has shown both what they have and who they are.
            await sessions.RenewAsync(context, signedIn, [SignInMethods.Key, SignInMethods.UserPresent, SignInMethods.TwoFactors]);
            return PageGroup.IsOurs(returnUrl) ? Results.Redirect(returnUrl!) : SelfService.Done("passkey");
        }, PageGroup.Href(Path, returnUrl));

    public static Task<IResult> RemoveAsync(
        HttpContext context, IdentityDbContext db, UserManager<Account> accounts, SignInSessions sessions, AccountMails mails, CancellationToken cancellationToken) =>
        SelfService.ForOwnerAsync(context, AccountOverview.Path, recently: true, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            if (!form.IsRefused && Decode(form["id"]) is { } id && await accounts.GetPasskeyAsync(signedIn.Account, id) is not null)
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                (await accounts.RemovePasskeyAsync(signedIn.Account, id)).OrThrow();
                await sessions.EndAllAsync(signedIn.Account, signedIn.SessionId, cancellationToken);
                mails.Changed(signedIn.Account, "Er is een passkey van je account verwijderd.");
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                await sessions.RenewAsync(context, signedIn);
            }

            return SelfService.Done("passkey-removed");
        });

    private static byte[]? Decode(string id)
    {
        try
        {
            return WebEncoders.Base64UrlDecode(id);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static async Task<FormModel> ModelAsync(HttpContext context, Passkeys passkeys, SignedIn signedIn, string? returnUrl)
    {
        var (options, state) = await passkeys.CreationAsync(context, signedIn.Account);
        return new()
        {
            Title = "Passkey toevoegen",
            Action = PageGroup.Href(Path, returnUrl),
            Submit = "Toevoegen",
            Intro = ["Je apparaat maakt de passkey, en vraagt om je vingerafdruk, gezicht of pincode."],
            Fields = [new(Name, "Naam van de passkey", "text", "off", "Zoals laptop van het werk", "Passkey") { MaxLength = LongestName }],
            Hidden = [new("state", state)],
            Passkey = new(PasskeyScript.FullPath, "create", options),
            Links = [new(PageGroup.Href(AccountOverview.Path), "Terug naar mijn account")],
        };
    }
}
