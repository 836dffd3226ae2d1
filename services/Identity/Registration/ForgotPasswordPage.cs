using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.SignIn;
using Metropool.Mail.Links;
using Metropool.Pages;

namespace Metropool.Identity.Registration;

/// <summary>The page on which a person requests a link for a new password. The answer is the same for every address.</summary>
internal static class ForgotPasswordPage
{
    public const string Path = "/password/forgot";
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(1);

    public static IResult Show(HttpContext context) => PageResults.Form(context, Model(null));

    public static async Task<IResult> SubmitAsync(
        HttpContext context,
        IdentityDbContext db,
        AccountStore accountStore,
        OneTimeLinks links,
        MailRequests requests,
        AccountMails mails,
        CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        var email = form["Email"];
        if (form.IsRefused || !EmailAddresses.IsAddress(email))
        {
            return PageResults.Form(context, Model(email).With(form.IsRefused ? form.Fault : RegisterPage.EmailFault));
        }

        if (!await requests.IsLimitReachedAsync(MailKinds.PasswordReset, email, cancellationToken))
        {
            if (await accountStore.FindAsync(email, cancellationToken) is { } account)
            {
                // To the address of the account, and not as it was typed.
                mails.PasswordReset(
                    account,
                    links.Create(LinkPurpose.PasswordReset, account.Id, account.Email!, LinkLifetime, PageGroup.Href(ResetPasswordPage.Path)),
                    LinkLifetime);
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
        Fields = [new("Email", "E-mailadres", "email", "username", Value: email) { MaxLength = EmailAddresses.MaxLength }],
        Links = [new(PageGroup.Href(SignInPage.Path), "Terug naar inloggen")],
    };
}
