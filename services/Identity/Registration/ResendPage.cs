using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.SignIn;
using Metropool.Mail.Links;
using Metropool.Pages;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Registration;

/// <summary>
/// The page on which a person requests another link for a registration. The answer is the same for every address; the mail tells the difference.
/// </summary>
internal static class ResendPage
{
    public const string Path = "/register/resend";

    public static IResult Show(HttpContext context) => PageResults.Form(context, Model(null));

    public static async Task<IResult> SubmitAsync(
        HttpContext context,
        IdentityDbContext db,
        AccountStore accountStore,
        OneTimeLinks links,
        MailRequests requests,
        AccountMails mails,
        UserManager<Account> accounts,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        var email = form["Email"];
        if (form.IsRefused || !EmailAddresses.IsAddress(email))
        {
            return PageResults.Form(context, Model(email).With(form.IsRefused ? form.Fault : RegisterPage.EmailFault));
        }

        if (!await requests.IsLimitReachedAsync(MailKinds.Registration, email, cancellationToken))
        {
            var (normalized, now) = (accounts.NormalizeEmail(email), time.GetUtcNow());
            var pending = await db.PendingRegistrations.AsNoTracking()
                .Where(p => p.NormalizedEmail == normalized && p.ForgottenAt > now && p.WrongPasswords < PendingRegistration.MaxWrongPasswords)
                .OrderByDescending(p => p.CreatedAt).FirstOrDefaultAsync(cancellationToken);
            if (await accountStore.FindAsync(email, cancellationToken) is { } account)
            {
                mails.AlreadyRegistered(account, MailKinds.Registration);
            }
            else if (pending is not null)
            {
                // If there are several registrations, the password selects one.
                var lifetime = pending.ForgottenAt - now;
                mails.Registration(
                    pending,
                    links.Create(LinkPurpose.Registration, pending.RegistrationId, pending.Email, lifetime, PageGroup.Href(ConfirmRegistrationPage.Path)),
                    lifetime);
            }
            else
            {
                mails.NothingPending(email, MailKinds.Registration);
            }

            await db.SaveChangesAsync(cancellationToken);
        }

        return RegisterPage.CheckYourMail(Path);
    }

    private static FormModel Model(string? email) => new()
    {
        Title = "Nieuwe link aanvragen",
        Action = PageGroup.Href(Path),
        Submit = "Link aanvragen",
        Intro =
        [
            "Heb je geregistreerd en geen mail gekregen, of werkt de link niet meer? Vraag een nieuwe aan. "
            + "Een aanvraag wordt na een dag vergeten; registreer dan opnieuw.",
        ],
        Fields = [new("Email", "E-mailadres", "email", "username", Value: email) { MaxLength = EmailAddresses.MaxLength }],
        Links = [new(PageGroup.Href(RegisterPage.Path), "Registreren"), new(PageGroup.Href(SignInPage.Path), "Inloggen")],
    };
}
