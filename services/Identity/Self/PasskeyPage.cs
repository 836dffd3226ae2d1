using Metropool.Hosting;
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
        AccountPages.ForOwnerAsync(
            context,
            Path,
            requireRecentSignIn: true,
            async signedIn => PageResults.Form(context, await ModelAsync(context, passkeys, signedIn, returnUrl)),
            PageGroup.Href(Path, returnUrl));

    public static Task<IResult> SubmitAsync(
        HttpContext context,
        IdentityDbContext db,
        Passkeys passkeys,
        UserManager<Account> accounts,
        SignInSessions sessions,
        AccountMails mails,
        string? returnUrl,
        CancellationToken cancellationToken) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: true, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            var account = signedIn.Account;
            var passkey = form.IsRefused ? null : await passkeys.AttestAsync(context, account, form.Exact("credential"), form["state"]);
            var fault = form.IsRefused ? form.Fault
                : form[Name].Length is 0 or > LongestName || TextPolicy.FaultOf(form[Name], TextKind.Line) is not null
                    ? new FormFault(Name, $"Vul een naam in van hoogstens {LongestName} tekens.")
                : passkey is null ? new FormFault(null, "De passkey kon niet worden toegevoegd. Probeer het opnieuw.")
                : (await accounts.GetPasskeysAsync(account)).Count >= Passkeys.Maximum
                    ? new FormFault(null, $"Je hebt al {Passkeys.Maximum} passkeys. Verwijder er eerst een.")
                : await accounts.FindByPasskeyIdAsync(passkey.CredentialId) is not null ? new FormFault(null, "Deze passkey is al van een account.")
                : null;
            if (fault is not null)
            {
                return PageResults.Form(context, (await ModelAsync(context, passkeys, signedIn, returnUrl)).With(fault));
            }

            passkey!.Name = form[Name];
            await db.InTransactionAsync(
                async token =>
                {
                    var changed = await sessions.LoadAccountAsync(signedIn, token);
                    mails.Changed(changed, "Er is een passkey aan je account toegevoegd.");
                    (await accounts.AddOrUpdatePasskeyAsync(changed, passkey)).OrThrow();
                },
                cancellationToken);

            // Adding the passkey proved possession of the key and that its owner was present.
            await sessions.RenewAsync(context, signedIn, [SignInMethods.Key, SignInMethods.UserPresent, SignInMethods.TwoFactors]);
            return PageGroup.IsOurs(returnUrl) ? Results.Redirect(returnUrl!) : AccountPages.Done("passkey");
        }, PageGroup.Href(Path, returnUrl));

    public static Task<IResult> RemoveAsync(
        HttpContext context, OwnAccount ownAccount, UserManager<Account> accounts, CancellationToken cancellationToken) =>
        AccountPages.ForOwnerAsync(context, AccountOverview.Path, requireRecentSignIn: true, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            if (!form.IsRefused && Decode(form["id"]) is { } id && await accounts.GetPasskeyAsync(signedIn.Account, id) is not null)
            {
                await ownAccount.ChangeAsync(
                    context,
                    signedIn,
                    "Er is een passkey van je account verwijderd.",
                    async (account, _) => (await accounts.RemovePasskeyAsync(account, id)).OrThrow(),
                    cancellationToken);
            }

            return AccountPages.Done("passkey-removed");
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
