using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Registration;
using Metropool.Identity.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Invitations;

/// <summary>Where the link of an invitation leads: a name and a password make the account. Whoever has made one meanwhile gives its password.</summary>
internal static class InvitationPage
{
    public const string Path = "/invitation";

    public static void MapInvitation(this RouteGroupBuilder pages) => pages.MapPage(Path, ShowAsync, TakeAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext context, IdentityDbContext db, MailedLinks links, Registrar registrar, Appointments appointments, string? code, CancellationToken cancellationToken) =>
        await FindAsync(db, links, code, cancellationToken) is { } invitation
            ? PageResults.Form(context, await ModelAsync(code!, invitation, null, registrar, appointments, cancellationToken))
            : Dead();

    private static async Task<IResult> TakeAsync(
        HttpContext context, IdentityDbContext db, MailedLinks links, Registrar registrar, Appointments appointments, SignInFlow flow, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        var code = form[MailedLinks.Parameter];
        if (form.IsStale || await FindAsync(db, links, code, cancellationToken) is not { } invitation)
        {
            return Dead();
        }

        var model = await ModelAsync(code, invitation, form, registrar, appointments, cancellationToken);
        var account = await registrar.FindAsync(invitation.Email, cancellationToken);
        if (account is not null)
        {
            if (await flow.WithPasswordAsync(invitation.Email, form.Exact("Password"), cancellationToken) is null)
            {
                return PageResults.Form(context, model.With(new FormFault("Password", "Controleer het wachtwoord.")));
            }
        }
        else
        {
            FormFault[] faults = [.. NameFields.Faults(form), .. await registrar.IsPasswordAsync(form.Exact("Password")) ? [] : new[] { PasswordField.Fault() }];
            if (faults.Length > 0)
            {
                return PageResults.Form(context, model.With(faults));
            }
        }

        var hash = account is null ? registrar.Hash(form.Exact("Password")) : null;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await links.FindAsync(code, LinkPurpose.Invitation, cancellationToken) is not { } link || !await links.UseAsync(link, cancellationToken))
        {
            return Dead();
        }

        account ??= await registrar.AddAsync(invitation.Email, NameFields.Read(form), hash, cancellationToken);
        await appointments.AcceptAsync(invitation, account, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return PageResults.Notice(new()
        {
            Title = "Welkom bij Metropool",
            Text = [$"Je bent nu {await appointments.WordsAsync(invitation.Role, invitation.OrganisationId, cancellationToken)}. Log in met {invitation.Email}."],
            Links = [new(PageGroup.Href(SignInPage.Path), "Inloggen")],
        });
    }

    private static async Task<Invitation?> FindAsync(IdentityDbContext db, MailedLinks links, string? code, CancellationToken cancellationToken) =>
        await links.FindAsync(code, LinkPurpose.Invitation, cancellationToken) is { } link
            ? await db.Invitations.SingleOrDefaultAsync(i => i.InvitationId == link.SubjectId && i.AcceptedAt == null && i.WithdrawnAt == null, cancellationToken)
            : null;

    private static IResult Dead() => PageResults.Notice(new()
    {
        Title = "Deze uitnodiging werkt niet (meer)",
        Text = ["Een uitnodiging werkt één keer, en een week lang. Vraag wie je uitnodigde om een nieuwe."],
        Links = [new(PageGroup.Href(SignInPage.Path), "Naar inloggen")],
        IsFault = true,
    });

    private static async Task<FormModel> ModelAsync(
        string code, Invitation invitation, PageForm? form, Registrar registrar, Appointments appointments, CancellationToken cancellationToken)
    {
        var what = await appointments.WordsAsync(invitation.Role, invitation.OrganisationId, cancellationToken);
        var hasAccount = await registrar.FindAsync(invitation.Email, cancellationToken) is not null;
        return new()
        {
            Title = "Uitnodiging aannemen",
            Action = PageGroup.Href(Path),
            Submit = "Aannemen",
            Intro =
            [
                $"Je bent uitgenodigd om bij Metropool {what} te worden, met het e-mailadres {invitation.Email}.",
                hasAccount ? "Er is al een account met dit adres. Geef het wachtwoord daarvan." : "Vul je naam in, en kies een wachtwoord.",
            ],
            Fields = hasAccount
                ? [new("Password", "Wachtwoord", "password", "current-password")]
                : [.. NameFields.Of(form?["CallName"], form?["Prefix"], form?["Surname"]), PasswordField.New],
            Hidden = [new(MailedLinks.Parameter, code)],
            Links = hasAccount ? [new(PageGroup.Href(ForgotPasswordPage.Path), "Wachtwoord vergeten?")] : [],
        };
    }
}
