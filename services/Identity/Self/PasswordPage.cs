using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Registration;
using Metropool.Mail.Links;
using Metropool.Pages;

namespace Metropool.Identity.Self;

/// <summary>The page on which a person changes their password. Their other sessions end.</summary>
internal static class PasswordPage
{
    public const string Path = "/account/password";

    public static Task<IResult> ShowAsync(HttpContext context) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: true, signedIn => Task.FromResult(PageResults.Form(context, Model(signedIn.Account))));

    public static Task<IResult> SubmitAsync(
        HttpContext context, OwnAccount ownAccount, AccountStore accountStore, OneTimeLinks links, CancellationToken cancellationToken) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: true, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            if (form.IsRefused || !await accountStore.IsPasswordAllowedAsync(form.Exact("Password"), signedIn.Account.Email!))
            {
                return PageResults.Form(context, Model(signedIn.Account).With(form.IsRefused ? form.Fault : PasswordField.Fault));
            }

            var hash = accountStore.Hash(form.Exact("Password"));
            await ownAccount.ChangeAsync(
                context,
                signedIn,
                "Het wachtwoord van je account is gewijzigd. Op andere plaatsen ben je uitgelogd.",
                async (account, token) =>
                {
                    account.PasswordHash = hash;
                    await links.RevokeAsync(LinkPurpose.PasswordReset, account.Id, token);
                },
                cancellationToken);
            return AccountPages.Done("password");
        });

    private static FormModel Model(Account account) => new()
    {
        Title = account.PasswordHash is null ? "Wachtwoord instellen" : "Wachtwoord wijzigen",
        Action = PageGroup.Href(Path),
        Submit = "Wachtwoord opslaan",
        Intro = ["Op andere plaatsen word je uitgelogd."],
        Fields = [PasswordField.New with { Label = "Nieuw wachtwoord" }],
        Links = [new(PageGroup.Href(AccountOverview.Path), "Terug naar mijn account")],
    };
}
