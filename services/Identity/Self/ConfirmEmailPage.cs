using Metropool.Hosting;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Metropool.Mail.Links;
using Metropool.Pages;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Self;

/// <summary>The page that the link to a new e-mail address opens. The owner must be signed in: access to the new mailbox alone confirms nothing.</summary>
internal static class ConfirmEmailPage
{
    public const string Path = "/account/email/confirm";

    public static Task<IResult> ShowAsync(HttpContext context, OneTimeLinks links, string? code, CancellationToken cancellationToken) =>
        ForOwnerAsync(context, links, code, link => Task.FromResult(PageResults.Form(context, Model(code!, link))), cancellationToken);

    public static async Task<IResult> SubmitAsync(
        HttpContext context,
        IdentityDbContext db,
        OneTimeLinks links,
        AccountStore accountStore,
        UserManager<Account> accounts,
        SignInThrottle throttle,
        AccountMails mails,
        CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        return await ForOwnerAsync(
            context,
            links,
            form.Code,
            link => form.IsRefused
                ? Task.FromResult(PageResults.Form(context, Model(form.Code, link).With(form.Fault)))
                : ChangeAsync(link, db, links, accountStore, accounts, throttle, mails, cancellationToken),
            cancellationToken);
    }

    private static async Task<IResult> ChangeAsync(
        OneTimeLink link,
        IdentityDbContext db,
        OneTimeLinks links,
        AccountStore accountStore,
        UserManager<Account> accounts,
        SignInThrottle throttle,
        AccountMails mails,
        CancellationToken cancellationToken)
    {
        var refusal = await db.InTransactionAsync(
            async token =>
            {
                var owner = await accountStore.FindAsync(link.Email, token);
                if (!await links.UseAsync(link, token)
                    || (owner is not null && owner.Id != link.SubjectId)
                    || await db.Users.SingleOrDefaultAsync(a => a.Id == link.SubjectId, token) is not { } account)
                {
                    return Refusals.LinkInvalid;
                }

                // Links that were mailed to the old address are void: another person may read that mailbox now.
                await links.RevokeAsync(LinkPurpose.PasswordReset, account.Id, token);
                mails.AddressChanged(account);
                await throttle.ResetAllAsync(account.Email!, withCodes: true, token);
                (account.Email, account.UserName) = (link.Email, link.Email);
                (account.NormalizedEmail, account.NormalizedUserName) = (accounts.NormalizeEmail(link.Email), accounts.NormalizeName(link.Email));
                account.ConcurrencyStamp = Guid.NewGuid().ToString();
                return null;
            },
            cancellationToken);
        return refusal is not null ? InvalidLink() : PageResults.Notice(new()
        {
            Title = "Je e-mailadres is gewijzigd",
            Text = ["Log voortaan in met je nieuwe adres."],
            Links = [new(PageGroup.Href(AccountOverview.Path), "Naar mijn account")],
        });
    }

    // Everyone sees that an invalid link is invalid; a valid link needs its owner.
    private static async Task<IResult> ForOwnerAsync(
        HttpContext context, OneTimeLinks links, string? code, Func<OneTimeLink, Task<IResult>> then, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(code, LinkPurpose.EmailChange, cancellationToken) is not { } link)
        {
            return InvalidLink();
        }

        var here = $"{PageGroup.Href(Path)}?{OneTimeLinks.Parameter}={code}";
        return await SignInSessions.CurrentAsync(context) is not { } signedIn ? Results.Redirect(PageGroup.Href(SignInPage.Path, here))
            : signedIn.Account.Id == link.SubjectId ? await then(link)
            : PageResults.Notice(new()
            {
                Title = "Log in met je eigen account",
                Text = ["Je bent hier ingelogd met een ander account dan dat waarvan het e-mailadres verandert."],
                Links = [new(PageGroup.Href(SignInPage.Path, here), "Inloggen met dat account")],
                IsFault = true,
            });
    }

    private static IResult InvalidLink() => IdentityPages.DeadLink(PageGroup.Href(EmailPage.Path), "Opnieuw wijzigen");

    private static FormModel Model(string code, OneTimeLink link) => new()
    {
        Title = "Nieuw e-mailadres bevestigen",
        Action = PageGroup.Href(Path),
        Submit = "Bevestigen",
        Intro = [$"Bevestig dat {link.Email} het nieuwe adres van je account is."],
        Hidden = [new(OneTimeLinks.Parameter, code)],
    };
}
