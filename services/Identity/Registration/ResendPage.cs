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

/// <summary>Another link for a registration that isn't confirmed yet. The answer is the same for every address; the message says what there is.</summary>
internal static class ResendPage
{
    public const string Path = "/register/resend";

    public static IResult Show(HttpContext context) => PageResults.Form(context, Model(null));

    public static async Task<IResult> TakeAsync(
        HttpContext context, IdentityDbContext db, Registrar registrar, MailedLinks links, AskedMails asked, AccountMails mails, UserManager<Account> accounts, TimeProvider time, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        var email = form["Email"];
        if (form.IsRefused || !EmailAddresses.IsAddress(email))
        {
            return PageResults.Form(context, Model(email).With(form.IsRefused ? form.Fault : RegisterPage.EmailFault));
        }

        if (!await asked.IsEnoughAsync(MailKinds.Registration, email, cancellationToken))
        {
            var (normalized, now) = (accounts.NormalizeEmail(email), time.GetUtcNow());
            var pending = await db.PendingRegistrations.AsNoTracking()
                .Where(p => p.NormalizedEmail == normalized && p.ForgottenAt > now && p.WrongPasswords < PendingRegistration.MostWrongPasswords)
                .OrderByDescending(p => p.CreatedAt).FirstOrDefaultAsync(cancellationToken);
            if (await registrar.FindAsync(email, cancellationToken) is { } account)
            {
                mails.AlreadyRegistered(account, MailKinds.Registration);
            }
            else if (pending is not null)
            {
                // Of several, the password says which is meant.
                var lifetime = pending.ForgottenAt - now;
                mails.Registration(pending, links.Make(LinkPurpose.Registration, pending.RegistrationId, pending.Email, lifetime, PageGroup.Href(ConfirmRegistrationPage.Path)), lifetime);
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
        Intro = ["Heb je geregistreerd en geen mail gekregen, of werkt de link niet meer? Vraag een nieuwe aan. Een aanvraag wordt na een dag vergeten; registreer dan opnieuw."],
        Fields = [new("Email", "E-mailadres", "email", "username", Value: email) { MaxLength = EmailAddresses.Longest }],
        Links = [new(PageGroup.Href(RegisterPage.Path), "Registreren"), new(PageGroup.Href(SignInPage.Path), "Inloggen")],
    };
}
