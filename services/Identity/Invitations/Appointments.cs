using Metropool.Hosting;
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
/// Gives and removes roles: staff, administrator, contact of an organisation. Each change is recorded. No one changes their own role, and one administrator
/// always remains.
/// </summary>
internal sealed class Appointments(
    IdentityDbContext db,
    AccountStore accountStore,
    UserManager<Account> accounts,
    OrganisationContacts contacts,
    OneTimeLinks links,
    AccountMails mails,
    SignInSessions sessions,
    ProgrammeClock clock,
    TimeProvider time)
{
    // One change of this kind at a time: of two administrators who dismiss each other, one remains.
    private const long LockKey = 0x4170706F696E74;

    /// <summary>Appoints the owner of the account with this address, or invites the address when it has no account.</summary>
    public async Task<Outcome<AppointmentResult>> AppointAsync(string email, string role, Guid? organisationId, Guid? by, CancellationToken cancellationToken)
    {
        email = email.Trim();
        if (organisationId is not null
            && await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.OrganisationId == organisationId, cancellationToken)
                is not { Active: true } and var organisation)
        {
            return organisation is null ? Refusals.OrganisationUnknown : Refusals.OrganisationInactive;
        }

        return await db.InTransactionAsync<AppointmentResult>(
            async token =>
            {
                await LockAsync(token);
                Outcome<AppointmentResult> outcome = await accountStore.FindAsync(email, token) is { } account
                    ? await AppointAsync(account, role, organisationId, by, token)
                    : await InviteAsync(email, role, organisationId, by, token);
                if (outcome.Refusal is null)
                {
                    await contacts.ReevaluateAsync(OrganisationsOf(role, organisationId), token);
                }

                return outcome;
            },
            cancellationToken);
    }

    /// <returns>The refusal; null when it is done.</returns>
    public async Task<Refusal?> DismissAsync(
        Guid personId, string role, Guid? organisationId, Guid? by, string? reason, CancellationToken cancellationToken)
    {
        if (personId == by)
        {
            return Refusals.OwnRole;
        }

        return await db.InTransactionAsync(
            async token =>
            {
                await LockAsync(token);
                if (await db.Users.SingleOrDefaultAsync(a => a.Id == personId, token) is not { } account
                    || !await RemoveRoleAsync(account, role, organisationId, token))
                {
                    return Refusals.AppointmentUnknown;
                }

                if (role == Roles.Administrator && await IsLastAdministratorAsync(personId, token))
                {
                    return Refusals.LastAdministrator;
                }

                // An earlier invitation would give the role back.
                await WithdrawAsync(account.NormalizedEmail!, role, organisationId, token);
                Record(personId, role, organisationId, given: false, by, reason);
                if (role != Roles.EmployerContact)
                {
                    await sessions.EndAllAsync(account, except: null, token);
                    await accountStore.PublishAsync(account, token);
                }

                mails.Changed(account, $"Je bent bij Metropool niet langer {await TextOfAsync(role, organisationId, token)}.");
                await contacts.ReevaluateAsync(OrganisationsOf(role, organisationId), token);
                return null;
            },
            cancellationToken);
    }

    /// <summary>
    /// Serializes appointments, dismissals and accepted invitations until the end of the caller's transaction. Call it before the link of an invitation is
    /// used: the other order would deadlock with a withdrawal.
    /// </summary>
    public Task LockAsync(CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);

    /// <summary>Whether no other administrator can sign in. The caller holds the lock.</summary>
    public async Task<bool> IsLastAdministratorAsync(Guid personId, CancellationToken cancellationToken) =>
        !await db.Users.AnyAsync(a => a.Id != personId && a.BlockedAt == null && a.Roles.Contains(Roles.Administrator), cancellationToken);

    /// <summary>Accepts an invitation. The caller holds the lock, and saves.</summary>
    public async Task AcceptAsync(Invitation invitation, Account account, CancellationToken cancellationToken)
    {
        invitation.AcceptedAt = time.GetUtcNow();
        if (await AddRoleAsync(account, invitation.Role, invitation.OrganisationId, cancellationToken))
        {
            Record(account.Id, invitation.Role, invitation.OrganisationId, given: true, invitation.InvitedBy, reason: null);
            await contacts.ReevaluateAsync(OrganisationsOf(invitation.Role, invitation.OrganisationId), cancellationToken);
        }
    }

    /// <summary>Invites a person by mail. The caller has a transaction, and saves.</summary>
    public async Task<AppointmentResult> InviteAsync(string email, string role, Guid? organisationId, Guid? by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var normalized = accounts.NormalizeEmail(email)!;

        // Replaces an earlier invitation to the same role.
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
            $"{await TextOfAsync(role, organisationId, cancellationToken)} te worden",
            links.Create(LinkPurpose.Invitation, invitation.InvitationId, email, Invitation.Lifetime, PageGroup.Href(InvitationPage.Path)),
            Invitation.Lifetime);
        return new AppointmentResult(null, invitation.InvitationId);
    }

    /// <summary>The role as people read it, in Dutch.</summary>
    public async Task<string> TextOfAsync(string role, Guid? organisationId, CancellationToken cancellationToken) => role switch
    {
        Roles.Administrator => "beheerder",
        Roles.Staff => "medewerker van de opleiding",
        _ => $"contactpersoon van {await db.Organisations.Where(o => o.OrganisationId == organisationId).Select(o => o.Name).SingleAsync(cancellationToken)}",
    };

    private static Guid[] OrganisationsOf(string role, Guid? organisationId) => role == Roles.EmployerContact ? [organisationId!.Value] : [];

    private async Task<Outcome<AppointmentResult>> AppointAsync(
        Account account, string role, Guid? organisationId, Guid? by, CancellationToken cancellationToken)
    {
        if (account.Id == by)
        {
            return Refusals.OwnRole;
        }

        if (!await AddRoleAsync(account, role, organisationId, cancellationToken))
        {
            return Refusals.AlreadyAppointed;
        }

        await WithdrawAsync(account.NormalizedEmail!, role, organisationId, cancellationToken);
        Record(account.Id, role, organisationId, given: true, by, reason: null);
        mails.Changed(account, $"Je bent bij Metropool nu {await TextOfAsync(role, organisationId, cancellationToken)}. Log opnieuw in om dat te zien.");
        return new AppointmentResult(account.Id, null);
    }

    private void Record(Guid personId, string role, Guid? organisationId, bool given, Guid? by, string? reason) => db.Appointments.Add(new Appointment
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

    // Withdraws the open invitations of an address to a role, with their links.
    private async Task WithdrawAsync(string normalizedEmail, string role, Guid? organisationId, CancellationToken cancellationToken)
    {
        var invitations = await db.Invitations
            .Where(i => i.NormalizedEmail == normalizedEmail && i.Role == role && i.OrganisationId == organisationId)
            .Where(i => i.AcceptedAt == null && i.WithdrawnAt == null)
            .ToListAsync(cancellationToken);
        foreach (var invitation in invitations)
        {
            invitation.WithdrawnAt = time.GetUtcNow();
            await links.RevokeAsync(LinkPurpose.Invitation, invitation.InvitationId, cancellationToken);
        }
    }

    private async Task<bool> AddRoleAsync(Account account, string role, Guid? organisationId, CancellationToken cancellationToken)
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

        await accountStore.PublishAsync(account, cancellationToken);
        return true;
    }

    private async Task<bool> RemoveRoleAsync(Account account, string role, Guid? organisationId, CancellationToken cancellationToken) =>
        role == Roles.EmployerContact
            ? await db.Contacts.Where(c => c.PersonId == account.Id && c.OrganisationId == organisationId).ExecuteDeleteAsync(cancellationToken) == 1
            : account.SetRole(role, held: false, clock.GetUtcNow());
}

/// <summary>The result of an appointment: the person was appointed, or the address was invited.</summary>
/// <param name="PersonId">The person who was appointed; absent when an address without an account was invited.</param>
/// <param name="InvitationId">The invitation that was mailed; absent when the person was appointed at once.</param>
internal sealed record AppointmentResult(Guid? PersonId, Guid? InvitationId);
