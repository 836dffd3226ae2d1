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
/// Where the link of a registration leads. The password that was chosen is asked: whoever reads the mailbox must be who registered, or somebody could register
/// another's address with a password of their own, and wait until its owner confirms it. The link proves the address, and the password says which of the registrations of it is meant:
/// that of a stranger is no hindrance.
/// </summary>
internal static class ConfirmRegistrationPage
{
    public const string Path = "/register/confirm";

    public static async Task<IResult> ShowAsync(HttpContext context, MailedLinks links, string? code, CancellationToken cancellationToken) =>
        await links.FindAsync(code, LinkPurpose.Registration, cancellationToken) is { } link
            ? PageResults.Form(context, Model(code!, link))
            : Dead();

    public static async Task<IResult> TakeAsync(
        HttpContext context, IdentityDbContext db, MailedLinks links, Registrar registrar, AccountMails mails, UserManager<Account> accounts, KnownDevices devices, TimeProvider time, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await links.FindAsync(form.Code, LinkPurpose.Registration, cancellationToken) is not { } link)
        {
            return Dead();
        }

        if (form.IsRefused)
        {
            return PageResults.Form(context, Model(form.Code, link).With(form.Fault));
        }

        // Counted before they are looked at, so that many at the same moment are no more than as many one after the other.
        var counted = await db.Database.SqlQuery<Guid>(
            $"""
            UPDATE pending_registrations SET wrong_passwords = wrong_passwords + 1
            WHERE normalized_email = {accounts.NormalizeEmail(link.Email)} AND forgotten_at > {time.GetUtcNow()} AND wrong_passwords < {PendingRegistration.MostWrongPasswords}
            RETURNING registration_id AS "Value"
            """).ToListAsync(cancellationToken);
        if (counted.Count == 0)
        {
            return Dead();
        }

        var tried = await db.PendingRegistrations.AsNoTracking().Where(p => counted.Contains(p.RegistrationId))
            .OrderByDescending(p => p.CreatedAt).Take(PendingRegistration.MostTried).ToListAsync(cancellationToken);
        if (tried.FirstOrDefault(p => accounts.PasswordHasher.VerifyHashedPassword(Nobody.Account, p.PasswordHash, form.Exact("Password")) != PasswordVerificationResult.Failed) is not { } pending)
        {
            return PageResults.Form(context, Model(form.Code, link).With(new FormFault("Password", "Dit is niet het wachtwoord dat bij het registreren is gekozen.")));
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await links.UseAsync(link, cancellationToken))
        {
            return Dead();
        }

        var account = await registrar.FindAsync(pending.Email, cancellationToken);
        if (account is null)
        {
            account = await registrar.AddAsync(pending.Email, PersonName.Of(pending.CallName, pending.Prefix, pending.Surname), pending.PasswordHash, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await devices.RememberAsync(context, account, cancellationToken);
        }
        else
        {
            // Another registration of the same address was confirmed meanwhile: this password is not that account's.
            mails.AlreadyRegistered(account, MailKinds.Registration);
        }

        await db.PendingRegistrations.Where(p => p.NormalizedEmail == pending.NormalizedEmail).ExecuteDeleteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return PageResults.Notice(new()
        {
            Title = "Je e-mailadres is bevestigd",
            Text = ["Je kunt nu inloggen met je e-mailadres en wachtwoord."],
            Links = [new(PageGroup.Href(SignInPage.Path, pending.ReturnUrl), "Inloggen")],
        });
    }

    private static IResult Dead() => IdentityPages.DeadLink(PageGroup.Href(ResendPage.Path), "Een nieuwe link aanvragen");

    private static FormModel Model(string code, MailedLink link) => new()
    {
        Title = "E-mailadres bevestigen",
        Action = PageGroup.Href(Path),
        Submit = "Bevestigen",
        Intro = [$"Bevestig dat {link.Email} jouw adres is. Geef het wachtwoord dat je bij het registreren koos. Heb je niet geregistreerd? Sluit deze pagina dan."],
        Fields = [new("Password", "Wachtwoord", "password", "current-password")],
        Hidden = [new(MailedLinks.Parameter, code)],
    };
}
