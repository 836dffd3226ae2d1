using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Self;

/// <summary>Where the link to a new e-mail address leads.</summary>
internal static class ConfirmEmailPage
{
    public const string Path = "/account/email/confirm";

    public static async Task<IResult> ShowAsync(HttpContext context, MailedLinks links, string? code, CancellationToken cancellationToken) =>
        await links.FindAsync(code, LinkPurpose.EmailChange, cancellationToken) is { } link ? PageResults.Form(context, Model(code!, link)) : Dead();

    public static async Task<IResult> TakeAsync(
        HttpContext context, IdentityDbContext db, MailedLinks links, Registrar registrar, UserManager<Account> accounts, AccountMails mails, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (form.IsStale || await links.FindAsync(form[MailedLinks.Parameter], LinkPurpose.EmailChange, cancellationToken) is not { } link)
        {
            return Dead();
        }

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
        mails.Changed(account.Email!, "Het e-mailadres van je account is gewijzigd in een ander adres. Op dit adres krijg je geen mail meer.");
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

    private static IResult Dead() => PageResults.DeadLink(PageGroup.Href(EmailPage.Path), "Opnieuw wijzigen");

    private static FormModel Model(string code, MailedLink link) => new()
    {
        Title = "Nieuw e-mailadres bevestigen",
        Action = PageGroup.Href(Path),
        Submit = "Bevestigen",
        Intro = [$"Bevestig dat {link.Email} het nieuwe adres van je account is."],
        Hidden = [new(MailedLinks.Parameter, code)],
    };
}
