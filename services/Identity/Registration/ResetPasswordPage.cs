using Metropool.Hosting;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Metropool.Mail.Links;
using Metropool.Pages;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Registration;

/// <summary>
/// The page that the link for a new password opens. A new password ends all sessions, resets the counters of wrong passwords and notifies the owner. The second
/// factors stay.
/// </summary>
internal static class ResetPasswordPage
{
    public const string Path = "/password/reset";

    public static async Task<IResult> ShowAsync(HttpContext context, OneTimeLinks links, string? code, CancellationToken cancellationToken) =>
        await links.FindAsync(code, LinkPurpose.PasswordReset, cancellationToken) is { } link ? PageResults.Form(context, Model(code!, link)) : InvalidLink();

    public static async Task<IResult> SubmitAsync(
        HttpContext context,
        IdentityDbContext db,
        OneTimeLinks links,
        AccountStore accountStore,
        SignInSessions sessions,
        SignInThrottle throttle,
        KnownDevices devices,
        AccountMails mails,
        CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await links.FindAsync(form.Code, LinkPurpose.PasswordReset, cancellationToken) is not { } link)
        {
            return InvalidLink();
        }

        if (form.IsRefused || !await accountStore.IsPasswordAllowedAsync(form.Exact("Password"), link.Email))
        {
            return PageResults.Form(context, Model(form.Code, link).With(form.IsRefused ? form.Fault : PasswordField.Fault));
        }

        var hash = accountStore.Hash(form.Exact("Password"));
        var changed = await db.InTransactionAsync<Account>(
            async token =>
            {
                if (!await links.UseAsync(link, token)
                    || await db.Users.SingleOrDefaultAsync(a => a.Id == link.SubjectId, token) is not { } account
                    || account.Email != link.Email)
                {
                    return Refusals.LinkInvalid;
                }

                account.PasswordHash = hash;
                await links.RevokeAsync(LinkPurpose.PasswordReset, account.Id, token);
                await sessions.EndAllAsync(account, except: null, token);
                await throttle.ResetAllAsync(account.Email!, withCodes: false, token);
                mails.Changed(account, "Er is een nieuw wachtwoord gekozen voor je account, met een link uit een mail. Je bent overal uitgelogd.");
                return account;
            },
            cancellationToken);
        if (changed.IsRefused(out _, out var owner))
        {
            return InvalidLink();
        }

        if (owner.TotpSecret is null)
        {
            // Access to the mailbox proves the owner as well as a password does, so that guesses elsewhere don't lock them out of this browser. Not with a
            // second factor: a known device has its own counter, which would allow more guesses at the code.
            await devices.RememberAsync(context, owner, cancellationToken);
        }

        return PageResults.Notice(new()
        {
            Title = "Je wachtwoord is veranderd",
            Text = ["Je bent overal uitgelogd. Log in met je nieuwe wachtwoord."],
            Links = [new(PageGroup.Href(SignInPage.Path), "Inloggen")],
        });
    }

    private static IResult InvalidLink() => IdentityPages.DeadLink(PageGroup.Href(ForgotPasswordPage.Path), "Een nieuwe link aanvragen");

    private static FormModel Model(string code, OneTimeLink link) => new()
    {
        Title = "Nieuw wachtwoord kiezen",
        Action = PageGroup.Href(Path),
        Submit = "Wachtwoord opslaan",
        Intro = [$"Kies een nieuw wachtwoord voor {link.Email}. Je wordt daarna overal uitgelogd."],
        Fields = [PasswordField.New with { Label = "Nieuw wachtwoord" }],
        Hidden = [new(OneTimeLinks.Parameter, code)],
    };
}
