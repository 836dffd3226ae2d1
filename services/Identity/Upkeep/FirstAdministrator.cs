using Metropool.Http;
using Metropool.Identity.Invitations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Upkeep;

/// <summary>While nobody is administrator, whoever the configuration names is invited to be: once, and again when the invitation has ended.</summary>
internal sealed class FirstAdministrator(IdentityDbContext db, Appointments appointments, IdentitySettings settings, TimeProvider time, ILogger<FirstAdministrator> logger)
{
    /// <summary>The caller holds the lock that lets one replica do it, and commits.</summary>
    public async Task InviteAsync(CancellationToken cancellationToken)
    {
        if (await db.Users.AnyAsync(account => account.Roles.Contains(Roles.Administrator), cancellationToken))
        {
            return;
        }

        if (settings.FirstAdministrator.Email?.Trim() is not { Length: > 0 } email)
        {
            logger.LogWarning("Nobody is administrator, and Metropool:Identity:FirstAdministrator:Email is not set.");
            return;
        }

        // For another address than before, that of before is void.
        var now = time.GetUtcNow();
        if (!await db.Invitations.AnyAsync(
            i => i.Email == email && i.Role == Roles.Administrator && i.InvitedBy == null && i.AcceptedAt == null && i.WithdrawnAt == null && i.ExpiresAt > now, cancellationToken))
        {
            await db.Invitations.Where(i => i.Role == Roles.Administrator && i.InvitedBy == null && i.AcceptedAt == null && i.WithdrawnAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(i => i.WithdrawnAt, now), cancellationToken);
            await appointments.InviteAsync(email, Roles.Administrator, organisationId: null, by: null, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            logger.LogInformation("Nobody is administrator: an invitation is mailed to the address of Metropool:Identity:FirstAdministrator:Email.");
        }
    }
}
