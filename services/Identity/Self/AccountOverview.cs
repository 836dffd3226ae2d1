using System.Globalization;
using Metropool.Hosting;
using Metropool.Identity.Accounts;
using Metropool.Identity.External;
using Metropool.Identity.Pages;
using Metropool.Identity.Sessions;
using Metropool.Mail;
using Metropool.Pages;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Self;

/// <summary>The page that shows the account, its second factors, sessions and linked providers.</summary>
internal static class AccountOverview
{
    public const string Path = "/account";
    private const int MaxSessions = 50;

    private static readonly Dictionary<string, string> Sentences = new()
    {
        ["name"] = "Je naam is gewijzigd.",
        ["email-asked"] = "We hebben een mail gestuurd naar het nieuwe adres. Je adres verandert pas als je dat bevestigt.",
        ["password"] = "Je wachtwoord is gewijzigd. Op andere plaatsen ben je uitgelogd.",
        ["authenticator-removed"] = "De authenticator-app is verwijderd.",
        ["passkey"] = "De passkey is toegevoegd.",
        ["passkey-removed"] = "De passkey is verwijderd. Op andere plaatsen ben je uitgelogd.",
        ["session"] = "Je bent daar uitgelogd.",
        ["provider-removed"] = "De koppeling is verwijderd. Op andere plaatsen ben je uitgelogd.",
    };

    public static Task<IResult> ShowAsync(
        HttpContext context,
        IdentityDbContext db,
        UserManager<Account> accounts,
        ExternalProvider provider,
        string? done,
        CancellationToken cancellationToken) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: false, async signedIn =>
        {
            var account = signedIn.Account;
            var sessions = await db.SignInSessions.AsNoTracking().Where(s => s.PersonId == account.Id && s.EndedAt == null)
                .OrderByDescending(s => s.StartedAt).Take(MaxSessions).ToListAsync(cancellationToken);
            var logins = await accounts.GetLoginsAsync(account);
            return IdentityPages.Account(context, new()
            {
                DisplayName = account.DisplayName,
                Email = account.Email!,
                Done = done is not null && Sentences.TryGetValue(done, out var sentence) ? sentence : null,
                HasPassword = account.PasswordHash is not null,
                HasAuthenticator = account.TotpSecret is not null,
                RecoveryCodes = await db.RecoveryCodes.CountAsync(code => code.PersonId == account.Id, cancellationToken),
                Passkeys = [.. (await accounts.GetPasskeysAsync(account)).OrderBy(p => p.CreatedAt)
                    .Select(
                        p => new AccountItem(WebEncoders.Base64UrlEncode(p.CredentialId), p.Name ?? "Passkey", $"Toegevoegd op {DutchTime.Of(p.CreatedAt)}"))],
                Sessions = [.. sessions
                    .Select(s => new AccountItem(s.SessionId.ToString(), s.Browser, $"Sinds {DutchTime.Of(s.StartedAt)}", s.SessionId == signedIn.SessionId))],
                Providers = [.. logins.Select(login => new AccountItem(
                    login.LoginProvider, login.ProviderDisplayName ?? provider.Name ?? login.LoginProvider, "Hiermee kun je inloggen"))],
                Roles = await RolesAsync(db, account, cancellationToken),
            });
        });

    public static Task<IResult> EndSessionAsync(HttpContext context, SignInSessions sessions, CancellationToken cancellationToken) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: false, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            if (!form.IsRefused && Guid.TryParse(form["id"], CultureInfo.InvariantCulture, out var sessionId))
            {
                await sessions.EndAsync(signedIn.Account.Id, sessionId, cancellationToken);
            }

            return AccountPages.Done("session");
        });

    public static Task<IResult> EndAllAsync(HttpContext context, IdentityDbContext db, SignInSessions sessions, CancellationToken cancellationToken) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: false, async signedIn =>
        {
            if ((await PageForm.ReadAsync(context)).IsRefused)
            {
                return Results.Redirect(PageGroup.Href(Path));
            }

            await db.InTransactionAsync(
                async token => await sessions.EndAllAsync(await sessions.LoadAccountAsync(signedIn, token), except: null, token), cancellationToken);
            await sessions.SignOutAsync(context, cancellationToken);
            return Results.Redirect(PageGroup.Href(SignIn.SignInPage.Path));
        });

    public static Task<IResult> RemoveProviderAsync(
        HttpContext context, OwnAccount ownAccount, UserManager<Account> accounts, CancellationToken cancellationToken) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: true, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            var hasAnother = signedIn.Account.PasswordHash is not null || (await accounts.GetPasskeysAsync(signedIn.Account)).Count > 0;
            if (form.IsRefused
                || !hasAnother
                || (await accounts.GetLoginsAsync(signedIn.Account)).FirstOrDefault(l => l.LoginProvider == form["id"]) is not { } login)
            {
                return hasAnother ? Results.Redirect(PageGroup.Href(Path)) : PageResults.Notice(new()
                {
                    Title = "Ontkoppelen kan nog niet",
                    Text = ["Dit is de enige manier waarop je kunt inloggen. Stel eerst een wachtwoord in, of voeg een passkey toe."],
                    Links = [new(PageGroup.Href(Path), "Terug naar mijn account")],
                    IsFault = true,
                });
            }

            await ownAccount.ChangeAsync(
                context,
                signedIn,
                "Een koppeling met een andere inlogdienst is van je account verwijderd. Op andere plaatsen ben je uitgelogd.",
                async (account, _) => (await accounts.RemoveLoginAsync(account, login.LoginProvider, login.ProviderKey)).OrThrow(),
                cancellationToken);
            return AccountPages.Done("provider-removed");
        });

    private static async Task<IReadOnlyList<string>> RolesAsync(IdentityDbContext db, Account account, CancellationToken cancellationToken)
    {
        var organisations = await db.OrganisationsOf(account.Id).Select(organisation => organisation.Name).Order().ToListAsync(cancellationToken);
        return
        [
            .. account.IsAdministrator ? ["beheerder"] : Array.Empty<string>(),
            .. account.IsStaff ? ["medewerker van de opleiding"] : Array.Empty<string>(),
            .. organisations.Select(name => $"contactpersoon van {name}"),
        ];
    }
}
