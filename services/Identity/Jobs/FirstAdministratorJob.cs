using Metropool.Hosting;
using Metropool.Http;
using Metropool.Identity.Invitations;
using Metropool.Identity.Keys;
using Metropool.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Jobs;

/// <summary>While no account is an administrator, invites the address that the configuration names, and again when the invitation has expired.</summary>
internal sealed class FirstAdministratorJob(
    IdentityDbContext db, Appointments appointments, IdentitySettings settings, TimeProvider time, ILogger<FirstAdministratorJob> logger) : IJob
{
    public static string Name => "invite the first administrator";

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var suppressed = JobTraces.Suppress();
        if (await db.Users.AnyAsync(account => account.Roles.Contains(Roles.Administrator), cancellationToken))
        {
            return 0;
        }

        if (settings.FirstAdministrator.Email?.Trim() is not { Length: > 0 } email)
        {
            logger.LogWarning("No account is an administrator, and Metropool:Identity:FirstAdministrator:Email is not set.");
            return 0;
        }

        var outcome = await db.InTransactionAsync<bool>(
            async token =>
            {
                await KeyLock.AcquireAsync(db, token);
                return await InviteAsync(email, token);
            },
            cancellationToken);
        if (!outcome.Value)
        {
            return 0;
        }

        logger.LogInformation("No account is an administrator. An invitation was mailed to the address of Metropool:Identity:FirstAdministrator:Email.");
        return 1;
    }

    private async Task<bool> InviteAsync(string email, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = db.Invitations.Where(i => i.Role == Roles.Administrator && i.InvitedBy == null && i.AcceptedAt == null && i.WithdrawnAt == null);
        if (await db.Users.AnyAsync(account => account.Roles.Contains(Roles.Administrator), cancellationToken)
            || await open.AnyAsync(i => i.Email == email && i.ExpiresAt > now, cancellationToken))
        {
            return false;
        }

        // The configuration may have named another address before.
        await open.ExecuteUpdateAsync(set => set.SetProperty(i => i.WithdrawnAt, now), cancellationToken);
        await appointments.InviteAsync(email, Roles.Administrator, organisationId: null, by: null, cancellationToken);
        return true;
    }
}
