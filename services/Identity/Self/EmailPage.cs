using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Registration;
using Metropool.Mail.Links;
using Metropool.Pages;

namespace Metropool.Identity.Self;

/// <summary>The page on which a person requests another e-mail address. It changes when the new address is confirmed; the old address is notified.</summary>
internal static class EmailPage
{
    public const string Path = "/account/email";
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(24);

    public static Task<IResult> ShowAsync(HttpContext context) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: true, _ => Task.FromResult(PageResults.Form(context, Model(null))));

    public static Task<IResult> SubmitAsync(
        HttpContext context,
        IdentityDbContext db,
        AccountStore accountStore,
        OneTimeLinks links,
        MailRequests requests,
        AccountMails mails,
        CancellationToken cancellationToken) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: true, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            var email = form["Email"];
            if (form.IsRefused || !EmailAddresses.IsAddress(email))
            {
                return PageResults.Form(context, Model(email).With(form.IsRefused ? form.Fault : RegisterPage.EmailFault));
            }

            // Mailed in every case, so that the mail doesn't show whether the other address has an account. The owner can still cancel the change.
            mails.Changed(
                signedIn.Account,
                "Er is voor je account een ander e-mailadres opgegeven. Het verandert pas als dat wordt bevestigd. "
                + "Met een nieuw wachtwoord, of als je overal uitlogt, werkt de link daarvoor niet meer.");
            if (!await requests.IsLimitReachedAsync(MailKinds.EmailChange, email, cancellationToken))
            {
                // The page doesn't show whether the address has an account; the mail to it does.
                if (await accountStore.FindAsync(email, cancellationToken) is { } owner && owner.Id != signedIn.Account.Id)
                {
                    mails.AlreadyRegistered(owner, MailKinds.EmailChange);
                }
                else
                {
                    await links.RevokeAsync(LinkPurpose.EmailChange, signedIn.Account.Id, cancellationToken);
                    mails.EmailChange(
                        signedIn.Account,
                        email,
                        links.Create(LinkPurpose.EmailChange, signedIn.Account.Id, email, LinkLifetime, PageGroup.Href(ConfirmEmailPage.Path)),
                        LinkLifetime);
                }
            }

            await db.SaveChangesAsync(cancellationToken);
            return AccountPages.Done("email-asked");
        });

    private static FormModel Model(string? email) => new()
    {
        Title = "E-mailadres wijzigen",
        Action = PageGroup.Href(Path),
        Submit = "Wijzigen",
        Intro = ["We sturen een link naar het nieuwe adres. Tot je die gebruikt, blijft je oude adres gelden."],
        Fields = [new("Email", "Nieuw e-mailadres", "email", "email", Value: email) { MaxLength = EmailAddresses.MaxLength }],
        Links = [new(PageGroup.Href(AccountOverview.Path), "Terug naar mijn account")],
    };
}
