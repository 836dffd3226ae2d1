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
        HttpContext context,
        IdentityDbContext db,
        MailedLinks links,
        Registrar registrar,
        Appointments appointments,
        SignInFlow flow,
        KnownDevices devices,
        CancellationToken cancellationToken)
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

        var asksPassword = !form.IsRefused && account is not null && !await IsSignedInAsync(context, account);
        var check = asksPassword ? await flow.WithPasswordAsync(context, invitation.Email, form.Exact("Password"), cancellationToken) : default;
        if (check.Lockout is { } lockout)
        {
            return LockoutPage.Show(context, await ModelAsync(code, invitation, account!, isSignedIn: false, form, appointments, cancellationToken), lockout);
        }

        FormFault[] faults = form.IsRefused ? [form.Fault]
            : account is null ? [.. NameFields.Faults(form), .. await registrar.IsPasswordAsync(form.Exact("Password"), invitation.Email) ? [] : new[] { PasswordField.Fault() }]
            : check.Account is not null || !asksPassword ? []
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

        var isNew = account is null;
        account ??= await registrar.AddAsync(invitation.Email, NameFields.Read(form), hash, cancellationToken);
        await appointments.AcceptAsync(invitation, account, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        if (isNew)
        {
            await devices.RememberAsync(context, account, cancellationToken);
        }

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
        var account = await registrar.FindAsync(invitation.Email, cancellationToken);
        var isSignedIn = account is not null && await IsSignedInAsync(context, account);
        if (account is { PasswordHash: null } && !isSignedIn)
        {
            const string Instead = "Er is al een account met dit adres. Log daarmee in; daarna neem je de uitnodiging hier aan.";
            var invited = await InvitedAsync(invitation, appointments, cancellationToken);
            return PageResults.Notice(new() { Title = "Log eerst in", Text = [invited, Instead], Links = [SignInLink(code)], IsFault = faults.Length > 0 });
        }

        return PageResults.Form(context, (await ModelAsync(code, invitation, account, isSignedIn, form, appointments, cancellationToken)).With(faults));
    }

    private static async Task<FormModel> ModelAsync(
        string code, Invitation invitation, Account? account, bool isSignedIn, PageForm? form, Appointments appointments, CancellationToken cancellationToken) => new()
    {
        Title = "Uitnodiging aannemen",
        Action = PageGroup.Href(Path),
        Submit = "Aannemen",
        Intro =
        [
            await InvitedAsync(invitation, appointments, cancellationToken),
            isSignedIn ? "Je bent met dit account ingelogd."
                : account is not null ? "Er is al een account met dit adres. Geef het wachtwoord daarvan, of log eerst in."
                : "Vul je naam in, en kies een wachtwoord.",
        ],
        Fields = isSignedIn ? []
            : account is not null ? [new("Password", "Wachtwoord", "password", "current-password")]
            : [.. NameFields.Of(form?["CallName"], form?["Prefix"], form?["Surname"]), PasswordField.New],
        Hidden = [new(MailedLinks.Parameter, code)],
        Links = account is null || isSignedIn ? [] : [SignInLink(code), new(PageGroup.Href(ForgotPasswordPage.Path), "Wachtwoord vergeten?")],
    };

    private static async Task<string> InvitedAsync(Invitation invitation, Appointments appointments, CancellationToken cancellationToken) =>
        $"Je bent uitgenodigd om bij Metropool {await appointments.WordsAsync(invitation.Role, invitation.OrganisationId, cancellationToken)} te worden, "
        + $"met het e-mailadres {invitation.Email}.";

    private static PageLink SignInLink(string code) =>
        new(PageGroup.Href(SignInPage.Path, $"{PageGroup.Href(Path)}?{MailedLinks.Parameter}={code}"), "Inloggen");
}
