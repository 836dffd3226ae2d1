using Metropool.Hosting;
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
/// The page that the link of a registration opens. It asks for the password of the registration: otherwise an attacker could register another person's address
/// with a password of the attacker's, and wait until the owner of the address confirms it. The link proves the address, and the password selects one of the
/// registrations of that address, so that a registration by a stranger doesn't block the owner's own.
/// </summary>
internal static class ConfirmRegistrationPage
{
    public const string Path = "/register/confirm";

    public static async Task<IResult> ShowAsync(HttpContext context, OneTimeLinks links, string? code, CancellationToken cancellationToken) =>
        await links.FindAsync(code, LinkPurpose.Registration, cancellationToken) is { } link
            ? PageResults.Form(context, Model(code!, link))
            : InvalidLink();

    public static async Task<IResult> SubmitAsync(
        HttpContext context,
        IdentityDbContext db,
        OneTimeLinks links,
        AccountStore accountStore,
        AccountMails mails,
        UserManager<Account> accounts,
        KnownDevices devices,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await links.FindAsync(form.Code, LinkPurpose.Registration, cancellationToken) is not { } link)
        {
            return InvalidLink();
        }

        if (form.IsRefused)
        {
            return PageResults.Form(context, Model(form.Code, link).With(form.Fault));
        }

        // Counted before the password is checked, so that parallel requests get no more attempts than sequential ones.
        var counted = await db.Database.SqlQuery<Guid>(
            $"""
            UPDATE pending_registrations SET wrong_passwords = wrong_passwords + 1
            WHERE normalized_email = {accounts.NormalizeEmail(link.Email)}
              AND forgotten_at > {time.GetUtcNow()}
              AND wrong_passwords < {PendingRegistration.MaxWrongPasswords}
            RETURNING registration_id AS "Value"
            """).ToListAsync(cancellationToken);
        if (counted.Count == 0)
        {
            return InvalidLink();
        }

        var candidates = await db.PendingRegistrations.AsNoTracking().Where(p => counted.Contains(p.RegistrationId))
            .OrderByDescending(p => p.CreatedAt).Take(PendingRegistration.MaxCompared).ToListAsync(cancellationToken);
        if (candidates.FirstOrDefault(p => accountStore.IsPassword(form.Exact("Password"), p.PasswordHash)) is not { } pending)
        {
            return PageResults.Form(
                context, Model(form.Code, link).With(new FormFault("Password", "Dit is niet het wachtwoord dat bij het registreren is gekozen.")));
        }

        Account? added = null;
        var refusal = await db.InTransactionAsync(
            async token =>
            {
                if (!await links.UseAsync(link, token))
                {
                    return Refusals.LinkInvalid;
                }

                if (await accountStore.FindAsync(pending.Email, token) is { } existing)
                {
                    // Another registration of the same address was confirmed first: the account doesn't have this password.
                    mails.AlreadyRegistered(existing, MailKinds.Registration);
                }
                else
                {
                    var name = PersonName.Of(pending.CallName, pending.Prefix, pending.Surname);
                    added = await accountStore.AddAsync(pending.Email, name, pending.PasswordHash, token);
                }

                await db.PendingRegistrations.Where(p => p.NormalizedEmail == pending.NormalizedEmail).ExecuteDeleteAsync(token);
                return null;
            },
            cancellationToken);
        if (refusal is not null)
        {
            return InvalidLink();
        }

        if (added is not null)
        {
            await devices.RememberAsync(context, added, cancellationToken);
        }

        return PageResults.Notice(new()
        {
            Title = "Je e-mailadres is bevestigd",
            Text = ["Je kunt nu inloggen met je e-mailadres en wachtwoord."],
            Links = [new(PageGroup.Href(SignInPage.Path, pending.ReturnUrl), "Inloggen")],
        });
    }

    private static IResult InvalidLink() => IdentityPages.DeadLink(PageGroup.Href(ResendPage.Path), "Een nieuwe link aanvragen");

    private static FormModel Model(string code, OneTimeLink link) => new()
    {
        Title = "E-mailadres bevestigen",
        Action = PageGroup.Href(Path),
        Submit = "Bevestigen",
        Intro =
        [
            $"Bevestig dat {link.Email} jouw adres is. Geef het wachtwoord dat je bij het registreren koos. "
            + "Heb je niet geregistreerd? Sluit deze pagina dan.",
        ],
        Fields = [new("Password", "Wachtwoord", "password", "current-password")],
        Hidden = [new(OneTimeLinks.Parameter, code)],
    };
}
