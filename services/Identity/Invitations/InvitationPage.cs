using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Registration;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Metropool.Mail.Links;
using Metropool.Pages;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Invitations;

/// <summary>Where the link of an invitation leads: a name and a password make the account. Whoever has made one meanwhile is signed in with it, or gives its password.</summary>
internal static class InvitationPage
{
    public const string Path = "/invitation";

    public static void MapInvitation(this RouteGroupBuilder pages) => pages.MapPage(Path, ShowAsync, TakeAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext context, IdentityDbContext db, MailedLinks links, Registrar registrar, Appointments appointments, string? code, CancellationToken cancellationToken) =>
        await FindAsync(db, links, code, cancellationToken) is { } invitation
            ? await PageAsync(context, code!, invitation, null, registrar, appointments, cancellationToken)
            : Dead();

    private static async Task<IResult> TakeAsync(
        HttpContext context, IdentityDbContext db, MailedLinks links, Registrar registrar, Appointments appointments, SignInFlow flow, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        var code = form.Code;
        if (await FindAsync(db, links, code, cancellationToken) is not { } invitation)
        {
            return Dead();
        }

        var account = await registrar.FindAsync(invitation.Email, cancellationToken);
        if (account is not null && account.Id == invitation.InvitedBy)
        {
            return Own();
        }

        FormFault[] faults = form.IsRefused ? [form.Fault]
            : account is null ? [.. NameFields.Faults(form), .. await registrar.IsPasswordAsync(form.Exact("Password"), invitation.Email) ? [] : new[] { PasswordField.Fault() }]
            : await IsSignedInAsync(context, account) || await flow.WithPasswordAsync(invitation.Email, form.Exact("Password"), cancellationToken) is not null ? []
            : [new("Password", "Controleer het wachtwoord.")];
        if (faults.Length > 0)
        {
            return await PageAsync(context, code, invitation, form, registrar, appointments, cancellationToken, faults);
        }

        var hash = account is null ? registrar.Hash(form.Exact("Password")) : null;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await appointments.TakeTurnAsync(cancellationToken);
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

    private static IResult Dead() => IdentityPages.DeadLink(
        PageGroup.Href(SignInPage.Path), "Naar inloggen", "Deze uitnodiging werkt niet (meer)", "Een uitnodiging werkt één keer, en een week lang. Vraag wie je uitnodigde om een nieuwe.");

    // An administrator who changes their own address to the one that they invited would appoint themselves.
    private static IResult Own() => PageResults.Notice(new()
    {
        Title = "Deze uitnodiging is niet voor jou",
        Text = ["Je hebt deze uitnodiging zelf verstuurd, en niemand stelt zichzelf aan. Vraag het een andere beheerder."],
        IsFault = true,
    });

    private static async Task<bool> IsSignedInAsync(HttpContext context, Account account) => (await SignInSessions.CurrentAsync(context))?.Account.Id == account.Id;

    private static async Task<IResult> PageAsync(
        HttpContext context,
        string code,
        Invitation invitation,
        PageForm? form,
        Registrar registrar,
        Appointments appointments,
        CancellationToken cancellationToken,
        params FormFault[] faults)
    {
        var what = await appointments.WordsAsync(invitation.Role, invitation.OrganisationId, cancellationToken);
        var invited = $"Je bent uitgenodigd om bij Metropool {what} te worden, met het e-mailadres {invitation.Email}.";
        var account = await registrar.FindAsync(invitation.Email, cancellationToken);
        var isSignedIn = account is not null && await IsSignedInAsync(context, account);
        var signIn = new PageLink(PageGroup.Href(SignInPage.Path, $"{PageGroup.Href(Path)}?{MailedLinks.Parameter}={code}"), "Inloggen");
        if (account is { PasswordHash: null } && !isSignedIn)
        {
            return PageResults.Notice(
                new() { Title = "Log eerst in", Text = [invited, "Er is al een account met dit adres. Log daarmee in; daarna neem je de uitnodiging hier aan."], Links = [signIn], IsFault = faults.Length > 0 });
        }

        var model = new FormModel
        {
            Title = "Uitnodiging aannemen",
            Action = PageGroup.Href(Path),
            Submit = "Aannemen",
            Intro =
            [
                invited,
                isSignedIn ? "Je bent met dit account ingelogd." : account is not null ? "Er is al een account met dit adres. Geef het wachtwoord daarvan, of log eerst in." : "Vul je naam in, en kies een wachtwoord.",
            ],
            Fields = isSignedIn ? []
                : account is not null ? [new("Password", "Wachtwoord", "password", "current-password")]
                : [.. NameFields.Of(form?["CallName"], form?["Prefix"], form?["Surname"]), PasswordField.New],
            Hidden = [new(MailedLinks.Parameter, code)],
            Links = account is null || isSignedIn ? [] : [signIn, new(PageGroup.Href(ForgotPasswordPage.Path), "Wachtwoord vergeten?")],
        };
        return PageResults.Form(context, model.With(faults));
    }
}
