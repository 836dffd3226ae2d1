using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Organisations;
using Metropool.Identity.Pages;
using Metropool.Identity.Sessions;
using Metropool.Mail.Links;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Invitations;

/// <summary>
/// Gives and takes what somebody is: staff, administrator, contact of an organisation. Each change is in the history. Nobody changes what they are themselves,
/// and an administrator remains.
/// </summary>
internal sealed class Appointments(
    IdentityDbContext db,
    Registrar registrar,
    UserManager<Account> accounts,
    OrganisationContacts contacts,
    MailedLinks links,
    AccountMails mails,
    SignInSessions sessions,
    ProgrammeClock clock,
    TimeProvider time)
{
    // One change of this kind at a time: of two administrators who dismiss each other, one remains.
    private const long Lock = 0x4170706F696E74;

    /// <summary>Appoints whoever has an account with the address, or invites whoever reads it.</summary>
    public async Task<Outcome<Appointed>> AppointAsync(string email, string role, Guid? organisationId, Guid? by, CancellationToken cancellationToken)
    {
        email = email.Trim();
        if (organisationId is not null && await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.OrganisationId == organisationId, cancellationToken) is not { Active: true } and var organisation)
        {
            return organisation is null ? OrganisationsApi.Unknown : OrganisationsApi.Inactive;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await TakeTurnAsync(cancellationToken);
        Outcome<Appointed> outcome = await registrar.FindAsync(email, cancellationToken) is { } account
            ? await AppointAsync(account, role, organisationId, by, cancellationToken)
            : await InviteAsync(email, role, organisationId, by, cancellationToken);
        if (outcome.Refusal is null)
        {
            await contacts.ReevaluateAsync(Touched(role, organisationId), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return outcome;
    }

    /// <returns>Why not; null when it is done.</returns>
    public async Task<Refusal?> DismissAsync(Guid personId, string role, Guid? organisationId, Guid? by, string? reason, CancellationToken cancellationToken)
    {
        if (personId == by)
        {
            return OwnRole;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await TakeTurnAsync(cancellationToken);
        if (await db.Users.SingleOrDefaultAsync(a => a.Id == personId, cancellationToken) is not { } account || !await TakeAsync(account, role, organisationId, cancellationToken))
        {
            return Unknown;
        }

        if (role == Roles.Administrator && await IsLastAdministratorAsync(personId, cancellationToken))
        {
            return LastAdministrator;
        }

        // Or an invitation from before would give it back.
        await WithdrawAsync(account.NormalizedEmail!, role, organisationId, cancellationToken);
        Note(personId, role, organisationId, given: false, by, reason);
        if (role != Roles.EmployerContact)
        {
            await sessions.EndAllAsync(account, except: null, cancellationToken);
            await registrar.PublishAsync(account, cancellationToken);
        }

        mails.Changed(account, $"Je bent bij Metropool niet langer {await WordsAsync(role, organisationId, cancellationToken)}.");
        await contacts.ReevaluateAsync(Touched(role, organisationId), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>
    /// Waits until nobody else appoints, dismisses or takes an invitation, until the end of the caller's transaction. Taken before the link of an invitation is used:
    /// who holds the link and waits here would stand in the way of who withdraws it.
    /// </summary>
    public Task TakeTurnAsync(CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", cancellationToken);

    /// <summary>Whether nobody but this person administers who isn't blocked. The caller took the turn.</summary>
    public async Task<bool> IsLastAdministratorAsync(Guid personId, CancellationToken cancellationToken) =>
        !await db.Users.AnyAsync(a => a.Id != personId && a.BlockedAt == null && a.Roles.Contains(Roles.Administrator), cancellationToken);

    /// <summary>Somebody took an invitation, and the caller took the turn. Saved by the caller, in whose transaction it is.</summary>
    public async Task AcceptAsync(Invitation invitation, Account account, CancellationToken cancellationToken)
    {
        invitation.AcceptedAt = time.GetUtcNow();
        if (await GiveAsync(account, invitation.Role, invitation.OrganisationId, cancellationToken))
        {
            Note(account.Id, invitation.Role, invitation.OrganisationId, given: true, invitation.InvitedBy, reason: null);
            await contacts.ReevaluateAsync(Touched(invitation.Role, invitation.OrganisationId), cancellationToken);
        }
    }

    /// <summary>Writes the history of roles that an account was made with.</summary>
    public void Note(Guid personId, string role, Guid? organisationId, bool given, Guid? by, string? reason) => db.Appointments.Add(new Appointment
    {
        AppointmentId = Guid.CreateVersion7(time.GetUtcNow()),
        PersonId = personId,
        Role = role,
        OrganisationId = organisationId,
        Given = given,
        By = by,
        At = time.GetUtcNow(),
        Reason = reason,
    });

    /// <summary>Invites somebody by mail. The caller holds a transaction, and saves.</summary>
    public async Task<Appointed> InviteAsync(string email, string role, Guid? organisationId, Guid? by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var normalized = accounts.NormalizeEmail(email)!;

        // An earlier invitation to the same is replaced by this one.
        await WithdrawAsync(normalized, role, organisationId, cancellationToken);
        var invitation = new Invitation
        {
            InvitationId = Guid.CreateVersion7(now),
            Email = email,
            NormalizedEmail = normalized,
            Role = role,
            OrganisationId = organisationId,
            InvitedBy = by,
            InvitedAt = now,
            ExpiresAt = now + Invitation.Lifetime,
        };
        db.Invitations.Add(invitation);
        mails.Invitation(
            invitation,
            $"{await WordsAsync(role, organisationId, cancellationToken)} te worden",
            links.Make(LinkPurpose.Invitation, invitation.InvitationId, email, Invitation.Lifetime, PageGroup.Href(InvitationPage.Path)),
            Invitation.Lifetime);
        return new Appointed(null, invitation.InvitationId);
    }

    /// <summary>A role in words.</summary>
    public async Task<string> WordsAsync(string role, Guid? organisationId, CancellationToken cancellationToken) => role switch
    {
        Roles.Administrator => "beheerder",
        Roles.Staff => "medewerker van de opleiding",
        _ => $"contactpersoon van {await db.Organisations.Where(o => o.OrganisationId == organisationId).Select(o => o.Name).SingleAsync(cancellationToken)}",
    };

    public static Refusal Unknown { get; } = Refusal.NotFound("identity.appointment-unknown", "The person isn't appointed as this.");

    public static Refusal LastAdministrator { get; } = Refusal.Conflict("identity.last-administrator", "This is the last administrator: appoint another first.");

    private static Guid[] Touched(string role, Guid? organisationId) => role == Roles.EmployerContact ? [organisationId!.Value] : [];

    private static Refusal OwnRole { get; } = Refusal.Forbidden("identity.own-role", "Nobody changes what they are themselves: another administrator does.");

    private async Task<Outcome<Appointed>> AppointAsync(Account account, string role, Guid? organisationId, Guid? by, CancellationToken cancellationToken)
    {
        if (account.Id == by)
        {
            return OwnRole;
        }

        if (!await GiveAsync(account, role, organisationId, cancellationToken))
        {
            return Refusal.Conflict("identity.already-appointed", "The person is appointed as this already.");
        }

        await WithdrawAsync(account.NormalizedEmail!, role, organisationId, cancellationToken);
        Note(account.Id, role, organisationId, given: true, by, reason: null);
        mails.Changed(account, $"Je bent bij Metropool nu {await WordsAsync(role, organisationId, cancellationToken)}. Log opnieuw in om dat te zien.");
        return new Appointed(account.Id, null);
    }

    // The open invitations of an address to the same, with their links.
    private async Task WithdrawAsync(string normalizedEmail, string role, Guid? organisationId, CancellationToken cancellationToken)
    {
        foreach (var open in await db.Invitations
            .Where(i => i.NormalizedEmail == normalizedEmail && i.Role == role && i.OrganisationId == organisationId && i.AcceptedAt == null && i.WithdrawnAt == null).ToListAsync(cancellationToken))
        {
            open.WithdrawnAt = time.GetUtcNow();
            await links.EndAsync(LinkPurpose.Invitation, open.InvitationId, cancellationToken);
        }
    }

    private async Task<bool> GiveAsync(Account account, string role, Guid? organisationId, CancellationToken cancellationToken)
    {
        if (role == Roles.EmployerContact)
        {
            if (await db.Contacts.AnyAsync(c => c.PersonId == account.Id && c.OrganisationId == organisationId, cancellationToken))
            {
                return false;
            }

            db.Contacts.Add(new Contact { OrganisationId = organisationId!.Value, PersonId = account.Id, Since = clock.GetUtcNow() });
            return true;
        }

        if (!account.SetRole(role, held: true, clock.GetUtcNow()))
        {
            return false;
        }

        await registrar.PublishAsync(account, cancellationToken);
        return true;
    }

    private async Task<bool> TakeAsync(Account account, string role, Guid? organisationId, CancellationToken cancellationToken) => role == Roles.EmployerContact
        ? await db.Contacts.Where(c => c.PersonId == account.Id && c.OrganisationId == organisationId).ExecuteDeleteAsync(cancellationToken) == 1
        : account.SetRole(role, held: false, clock.GetUtcNow());
}

/// <summary>Somebody was appointed, or invited.</summary>
/// <param name="PersonId">Who; absent where somebody without an account was invited.</param>
/// <param name="InvitationId">The invitation that was mailed; absent where somebody was appointed at once.</param>
internal sealed record Appointed(Guid? PersonId, Guid? InvitationId);
