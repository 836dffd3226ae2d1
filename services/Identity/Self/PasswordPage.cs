using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Registration;
using Metropool.Identity.Sessions;
using Metropool.Mail.Links;
using Metropool.Pages;

namespace Metropool.Identity.Self;

/// <summary>Another password; signed out everywhere else.</summary>
internal static class PasswordPage
{
    public const string Path = "/account/password";

    public static Task<IResult> ShowAsync(HttpContext context) =>
        SelfService.ForOwnerAsync(context, Path, recently: true, signedIn => Task.FromResult(PageResults.Form(context, Model(signedIn.Account))));

    public static Task<IResult> TakeAsync(
        HttpContext context, IdentityDbContext db, Registrar registrar, SignInSessions sessions, MailedLinks links, AccountMails mails, CancellationToken cancellationToken) =>
        SelfService.ForOwnerAsync(context, Path, recently: true, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            var account = signedIn.Account;
            if (form.IsRefused || !await registrar.IsPasswordAsync(form.Exact("Password"), account.Email!))
            {
                return PageResults.Form(context, Model(account).With(form.IsRefused ? form.Fault : PasswordField.Fault()));
            }

            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            account.PasswordHash = registrar.Hash(form.Exact("Password"));
            await links.EndAsync(LinkPurpose.PasswordReset, account.Id, cancellationToken);
            await sessions.EndAllAsync(account, signedIn.SessionId, cancellationToken);
            mails.Changed(account, "Het wachtwoord van je account is gewijzigd. Op andere plaatsen ben je uitgelogd.");
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            await sessions.RenewAsync(context, signedIn);
            return SelfService.Done("password");
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
