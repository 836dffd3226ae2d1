using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Registration;
using Metropool.Mail.Links;
using Metropool.Pages;

namespace Metropool.Identity.Self;

/// <summary>Another e-mail address: it changes once the new one is confirmed, and the old one is told.</summary>
internal static class EmailPage
{
    public const string Path = "/account/email";
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(24);

    public static Task<IResult> ShowAsync(HttpContext context) =>
        SelfService.ForOwnerAsync(context, Path, recently: true, _ => Task.FromResult(PageResults.Form(context, Model(null))));

    public static Task<IResult> TakeAsync(HttpContext context, IdentityDbContext db, Registrar registrar, MailedLinks links, AskedMails asked, AccountMails mails, CancellationToken cancellationToken) =>
        SelfService.ForOwnerAsync(context, Path, recently: true, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            var email = form["Email"];
            if (form.IsRefused || !EmailAddresses.IsAddress(email))
            {
                return PageResults.Form(context, Model(email).With(form.IsRefused ? form.Fault : RegisterPage.EmailFault));
            }

            // Whatever is answered, so that nobody learns by it whether the other address is somebody's: the owner can still stop it.
            mails.Changed(
                signedIn.Account,
                "Er is voor je account een ander e-mailadres opgegeven. Het verandert pas als dat wordt bevestigd. Met een nieuw wachtwoord, of als je overal uitlogt, werkt de link daarvoor niet meer.");
            if (!await asked.IsEnoughAsync(MailKinds.EmailChange, email, cancellationToken))
            {
                // The answer doesn't say whether the address is somebody's; the message to it does.
                if (await registrar.FindAsync(email, cancellationToken) is { } owner && owner.Id != signedIn.Account.Id)
                {
                    mails.AlreadyRegistered(owner, MailKinds.EmailChange);
                }
                else
                {
                    await links.EndAsync(LinkPurpose.EmailChange, signedIn.Account.Id, cancellationToken);
                    mails.EmailChange(signedIn.Account, email, links.Make(LinkPurpose.EmailChange, signedIn.Account.Id, email, LinkLifetime, PageGroup.Href(ConfirmEmailPage.Path)), LinkLifetime);
                }
            }

            await db.SaveChangesAsync(cancellationToken);
            return SelfService.Done("email-asked");
        });

    private static FormModel Model(string? email) => new()
    {
        Title = "E-mailadres wijzigen",
        Action = PageGroup.Href(Path),
        Submit = "Wijzigen",
        Intro = ["We sturen een link naar het nieuwe adres. Tot je die gebruikt, blijft je oude adres gelden."],
        Fields = [new("Email", "Nieuw e-mailadres", "email", "email", Value: email) { MaxLength = EmailAddresses.Longest }],
        Links = [new(PageGroup.Href(AccountOverview.Path), "Terug naar mijn account")],
    };
}
