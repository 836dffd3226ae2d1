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

/// <summary>Where the link to a new e-mail address leads. Whoever reads that mailbox confirms nothing alone: it takes the owner, signed in.</summary>
internal static class ConfirmEmailPage
{
    public const string Path = "/account/email/confirm";

    public static Task<IResult> ShowAsync(HttpContext context, MailedLinks links, string? code, CancellationToken cancellationToken) =>
        ForOwnerAsync(context, links, code, link => Task.FromResult(PageResults.Form(context, Model(code!, link))), cancellationToken);

    public static async Task<IResult> TakeAsync(
        HttpContext context,
        IdentityDbContext db,
        MailedLinks links,
        Registrar registrar,
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
                : ChangeAsync(link, db, links, registrar, accounts, throttle, mails, cancellationToken),
            cancellationToken);
    }

    private static async Task<IResult> ChangeAsync(
        MailedLink link, IdentityDbContext db, MailedLinks links, Registrar registrar, UserManager<Account> accounts, SignInThrottle throttle, AccountMails mails,
        CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var owner = await registrar.FindAsync(link.Email, cancellationToken);
        if (!await links.UseAsync(link, cancellationToken)
            || (owner is not null && owner.Id != link.SubjectId)
            || await db.Users.SingleOrDefaultAsync(a => a.Id == link.SubjectId, cancellationToken) is not { } account)
        {
            return Dead();
        }

        // Links that went to the old address are void: whoever reads it now may be another.
        await links.EndAsync(LinkPurpose.PasswordReset, account.Id, cancellationToken);
        mails.AddressChanged(account);
        await throttle.ForgetAllAsync(account.Email!, withCodes: true, cancellationToken);
        (account.Email, account.UserName) = (link.Email, link.Email);
        (account.NormalizedEmail, account.NormalizedUserName) = (accounts.NormalizeEmail(link.Email), accounts.NormalizeName(link.Email));
        account.ConcurrencyStamp = Guid.NewGuid().ToString();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return PageResults.Notice(new()
        {
            Title = "Je e-mailadres is gewijzigd",
            Text = ["Log voortaan in met je nieuwe adres."],
            Links = [new(PageGroup.Href(AccountOverview.Path), "Naar mijn account")],
        });
    }

    // A link that isn't one is said to be none to everybody; one that is good is for its owner.
    private static async Task<IResult> ForOwnerAsync(HttpContext context, MailedLinks links, string? code, Func<MailedLink, Task<IResult>> then, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(code, LinkPurpose.EmailChange, cancellationToken) is not { } link)
        {
            return Dead();
        }

        var here = $"{PageGroup.Href(Path)}?{MailedLinks.Parameter}={code}";
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

    private static IResult Dead() => IdentityPages.DeadLink(PageGroup.Href(EmailPage.Path), "Opnieuw wijzigen");

    private static FormModel Model(string code, MailedLink link) => new()
    {
        Title = "Nieuw e-mailadres bevestigen",
        Action = PageGroup.Href(Path),
        Submit = "Bevestigen",
        Intro = [$"Bevestig dat {link.Email} het nieuwe adres van je account is."],
        Hidden = [new(MailedLinks.Parameter, code)],
    };
}
