using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Metropool.Mail.Links;
using Metropool.Pages;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Registration;

/// <summary>Where the link for a new password leads. The new password signs out everywhere, forgets the attempts at the old one, and the owner is notified. A second factor stays as it is.</summary>
internal static class ResetPasswordPage
{
    public const string Path = "/password/reset";

    public static async Task<IResult> ShowAsync(HttpContext context, MailedLinks links, string? code, CancellationToken cancellationToken) =>
        await links.FindAsync(code, LinkPurpose.PasswordReset, cancellationToken) is { } link ? PageResults.Form(context, Model(code!, link)) : Dead();

    public static async Task<IResult> TakeAsync(
        HttpContext context,
        IdentityDbContext db,
        MailedLinks links,
        Registrar registrar,
        SignInSessions sessions,
        SignInThrottle throttle,
        KnownDevices devices,
        AccountMails mails,
        CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await links.FindAsync(form.Code, LinkPurpose.PasswordReset, cancellationToken) is not { } link)
        {
            return Dead();
        }

        if (form.IsRefused || !await registrar.IsPasswordAsync(form.Exact("Password"), link.Email))
        {
            return PageResults.Form(context, Model(form.Code, link).With(form.IsRefused ? form.Fault : PasswordField.Fault()));
        }

        var hash = registrar.Hash(form.Exact("Password"));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await links.UseAsync(link, cancellationToken)
            || await db.Users.SingleOrDefaultAsync(a => a.Id == link.SubjectId, cancellationToken) is not { } account
            || account.Email != link.Email)
        {
            return Dead();
        }

        account.PasswordHash = hash;
        await links.EndAsync(LinkPurpose.PasswordReset, account.Id, cancellationToken);
        await sessions.EndAllAsync(account, except: null, cancellationToken);
        await throttle.ForgetAllAsync(account.Email!, withCodes: false, cancellationToken);
        if (account.TotpSecret is null)
        {
            // The mailbox proves the owner as well as a password does, so that guesses elsewhere don't keep them out of this browser. Not where a code is
            // asked for as well: a device of its own would give more guesses at it.
            await devices.RememberAsync(context, account, cancellationToken);
        }

        mails.Changed(account, "Er is een nieuw wachtwoord gekozen voor je account, met een link uit een mail. Je bent overal uitgelogd.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return PageResults.Notice(new()
        {
            Title = "Je wachtwoord is veranderd",
            Text = ["Je bent overal uitgelogd. Log in met je nieuwe wachtwoord."],
            Links = [new(PageGroup.Href(SignInPage.Path), "Inloggen")],
        });
    }

    private static IResult Dead() => IdentityPages.DeadLink(PageGroup.Href(ForgotPasswordPage.Path), "Een nieuwe link aanvragen");

    private static FormModel Model(string code, MailedLink link) => new()
    {
        Title = "Nieuw wachtwoord kiezen",
        Action = PageGroup.Href(Path),
        Submit = "Wachtwoord opslaan",
        Intro = [$"Kies een nieuw wachtwoord voor {link.Email}. Je wordt daarna overal uitgelogd."],
        Fields = [PasswordField.New with { Label = "Nieuw wachtwoord" }],
        Hidden = [new(MailedLinks.Parameter, code)],
    };
}
