using Metropool.Hosting;
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

/// <summary>
/// The page that the link of an invitation opens. It asks for a name and a password, and makes the account. A person who already has an account with the
/// address signs in, or gives the password of that account.
/// </summary>
internal static class InvitationPage
{
    public const string Path = "/invitation";

    public static void MapInvitation(this RouteGroupBuilder pages) => pages.MapPage(Path, ShowAsync, SubmitAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext context,
        IdentityDbContext db,
        OneTimeLinks links,
        AccountStore accountStore,
        Appointments appointments,
        string? code,
        CancellationToken cancellationToken) =>
        await FindAsync(db, links, code, cancellationToken) is { } invitation
            ? await PageAsync(context, code!, invitation, null, accountStore, appointments, cancellationToken)
            : InvalidLink();

    private static async Task<IResult> SubmitAsync(
        HttpContext context,
        IdentityDbContext db,
        OneTimeLinks links,
        AccountStore accountStore,
        Appointments appointments,
        SignInFlow flow,
        KnownDevices devices,
        CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        var code = form.Code;
        if (await FindAsync(db, links, code, cancellationToken) is not { } invitation)
        {
            return InvalidLink();
        }

        var account = await accountStore.FindAsync(invitation.Email, cancellationToken);
        if (account is not null && account.Id == invitation.InvitedBy)
        {
            return Own();
        }

        var asksPassword = !form.IsRefused && account is not null && !await IsSignedInAsync(context, account);
        var check = asksPassword ? await flow.CheckPasswordAsync(context, invitation.Email, form.Exact("Password"), cancellationToken) : default;
        if (check.Lockout is { } lockout)
        {
            return LockoutPage.Show(context, await ModelAsync(code, invitation, account!, isSignedIn: false, form, appointments, cancellationToken), lockout);
        }

        FormFault[] faults = form.IsRefused ? [form.Fault]
            : account is null ? [.. NameFields.Faults(form), .. await accountStore.FaultsOfAsync(form.Exact("Password"), invitation.Email)]
            : check.Account is not null || !asksPassword ? []
            : [new("Password", "Controleer het wachtwoord.")];
        if (faults.Length > 0)
        {
            return await PageAsync(context, code, invitation, form, accountStore, appointments, cancellationToken, faults);
        }

        var hash = account is null ? accountStore.Hash(form.Exact("Password")) : null;
        var accepted = await db.InTransactionAsync<Account>(
            async token =>
            {
                await appointments.LockAsync(token);
                if (await links.FindAsync(code, LinkPurpose.Invitation, token) is not { } link
                    || !await links.UseAsync(link, token)
                    || await db.Invitations.SingleOrDefaultAsync(i => i.InvitationId == invitation.InvitationId, token) is not { } current)
                {
                    return Refusals.LinkInvalid;
                }

                var owner = account is null
                    ? await accountStore.AddAsync(invitation.Email, NameFields.Read(form), hash, token)
                    : await db.Users.SingleOrDefaultAsync(a => a.Id == account.Id, token);
                if (owner is null)
                {
                    return Refusals.LinkInvalid;
                }

                await appointments.AcceptAsync(current, owner, token);
                return owner;
            },
            cancellationToken);
        if (accepted.IsRefused(out _, out var acceptedBy))
        {
            return InvalidLink();
        }

        if (account is null)
        {
            await devices.RememberAsync(context, acceptedBy, cancellationToken);
        }

        var role = await appointments.TextOfAsync(invitation.Role, invitation.OrganisationId, cancellationToken);
        return PageResults.Notice(new()
        {
            Title = "Welkom bij Metropool",
            Text = [$"Je bent nu {role}. Log in met {invitation.Email}."],
            Links = [new(PageGroup.Href(SignInPage.Path), "Inloggen")],
        });
    }

    private static async Task<Invitation?> FindAsync(IdentityDbContext db, OneTimeLinks links, string? code, CancellationToken cancellationToken) =>
        await links.FindAsync(code, LinkPurpose.Invitation, cancellationToken) is { } link
            ? await db.Invitations.AsNoTracking()
                .SingleOrDefaultAsync(i => i.InvitationId == link.SubjectId && i.AcceptedAt == null && i.WithdrawnAt == null, cancellationToken)
            : null;

    private static IResult InvalidLink() => IdentityPages.DeadLink(
        PageGroup.Href(SignInPage.Path),
        "Naar inloggen",
        "Deze uitnodiging werkt niet (meer)",
        "Een uitnodiging werkt één keer, en een week lang. Vraag wie je uitnodigde om een nieuwe.");

    // An administrator could otherwise appoint themselves, by inviting an address and changing their own address to it.
    private static IResult Own() => PageResults.Notice(new()
    {
        Title = "Deze uitnodiging is niet voor jou",
        Text = ["Je hebt deze uitnodiging zelf verstuurd, en niemand stelt zichzelf aan. Vraag het een andere beheerder."],
        IsFault = true,
    });

    private static async Task<bool> IsSignedInAsync(HttpContext context, Account account) =>
        (await SignInSessions.CurrentAsync(context))?.Account.Id == account.Id;

    private static async Task<IResult> PageAsync(
        HttpContext context,
        string code,
        Invitation invitation,
        PageForm? form,
        AccountStore accountStore,
        Appointments appointments,
        CancellationToken cancellationToken,
        params FormFault[] faults)
    {
        var account = await accountStore.FindAsync(invitation.Email, cancellationToken);
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
        string code,
        Invitation invitation,
        Account? account,
        bool isSignedIn,
        PageForm? form,
        Appointments appointments,
        CancellationToken cancellationToken) => new()
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
        Hidden = [new(OneTimeLinks.Parameter, code)],
        Links = account is null || isSignedIn ? [] : [SignInLink(code), new(PageGroup.Href(ForgotPasswordPage.Path), "Wachtwoord vergeten?")],
    };

    private static async Task<string> InvitedAsync(Invitation invitation, Appointments appointments, CancellationToken cancellationToken) =>
        $"Je bent uitgenodigd om bij Metropool {await appointments.TextOfAsync(invitation.Role, invitation.OrganisationId, cancellationToken)} te worden, "
        + $"met het e-mailadres {invitation.Email}.";

    private static PageLink SignInLink(string code) =>
        new(PageGroup.Href(SignInPage.Path, $"{PageGroup.Href(Path)}?{OneTimeLinks.Parameter}={code}"), "Inloggen");
}
