using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.SignIn;
using Metropool.Mail.Links;
using Metropool.Pages;

namespace Metropool.Identity.Registration;

/// <summary>A link to choose a new password with. The answer is the same for every address.</summary>
internal static class ForgotPasswordPage
{
    public const string Path = "/password/forgot";
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(1);

    public static IResult Show(HttpContext context) => PageResults.Form(context, Model(null));

    public static async Task<IResult> TakeAsync(
        HttpContext context, IdentityDbContext db, Registrar registrar, MailedLinks links, AskedMails asked, AccountMails mails, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        var email = form["Email"];
        if (form.IsRefused || !EmailAddresses.IsAddress(email))
        {
            return PageResults.Form(context, Model(email).With(form.IsRefused ? form.Fault : RegisterPage.EmailFault));
        }

        if (!await asked.IsEnoughAsync(MailKinds.PasswordReset, email, cancellationToken))
        {
            if (await registrar.FindAsync(email, cancellationToken) is { } account)
            {
                // To the address as the account has it, and not as it was typed.
                mails.PasswordReset(account, links.Make(LinkPurpose.PasswordReset, account.Id, account.Email!, LinkLifetime, PageGroup.Href(ResetPasswordPage.Path)), LinkLifetime);
            }
            else
            {
                mails.NothingPending(email, MailKinds.PasswordReset);
            }

            await db.SaveChangesAsync(cancellationToken);
        }

        return RegisterPage.CheckYourMail(Path);
    }

    private static FormModel Model(string? email) => new()
    {
        Title = "Wachtwoord vergeten",
        Action = PageGroup.Href(Path),
        Submit = "Link aanvragen",
        Intro = ["We mailen een link waarmee je een nieuw wachtwoord kiest."],
        Fields = [new("Email", "E-mailadres", "email", "username", Value: email) { MaxLength = EmailAddresses.Longest }],
        Links = [new(PageGroup.Href(SignInPage.Path), "Terug naar inloggen")],
    };
}
