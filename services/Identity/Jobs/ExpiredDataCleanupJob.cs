using Metropool.Identity.SignIn;
using Metropool.Identity.Tokens;
using Metropool.Jobs;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace Metropool.Identity.Jobs;

/// <summary>Deletes data that has expired, so that personal data is kept no longer than needed.</summary>
internal sealed class ExpiredDataCleanupJob(
    IdentityDbContext db,
    IOpenIddictTokenManager tokens,
    IOpenIddictAuthorizationManager authorizations,
    OneTimeLinks links,
    MailRequests requests,
    SignInThrottle throttle,
    TimeProvider time) : IJob
{
    /// <summary>A session ends after this time, however often it is used.</summary>
    private static readonly TimeSpan MaxSession = TimeSpan.FromDays(30);

    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromDays(1);
    private static readonly TimeSpan InvitationKept = TimeSpan.FromDays(30);

    public static string Name => "delete expired data";

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var suppressed = JobTraces.Suppress();
        var now = time.GetUtcNow();
        var (dayAgo, invitedBefore, startedBefore, unusedSince) = (now - KeptAfterExpiry, now - InvitationKept, now - MaxSession, now - KnownDevices.Kept);
        var deleted = await tokens.PruneAsync(dayAgo, cancellationToken) + await authorizations.PruneAsync(dayAgo, cancellationToken);

        // Not while the token server would still accept the assertion; one hour more costs nothing.
        var rejected = now - ClientAssertionType.ClockSkew - TimeSpan.FromHours(1);
        deleted += await db.UsedAssertions.Where(assertion => assertion.ExpiresAt < rejected).ExecuteDeleteAsync(cancellationToken);
        deleted += await db.PendingRegistrations.Where(pending => pending.ForgottenAt < now).ExecuteDeleteAsync(cancellationToken);
        await links.DeleteExpiredAsync(now, cancellationToken);
        await requests.DeleteExpiredAsync(now, cancellationToken);
        deleted += await db.Invitations.Where(invitation => invitation.ExpiresAt < invitedBefore).ExecuteDeleteAsync(cancellationToken);
        deleted += await db.KnownDevices.Where(device => device.UsedAt < unusedSince).ExecuteDeleteAsync(cancellationToken);
        deleted += await throttle.DeleteExpiredAsync(now, cancellationToken);
        deleted += await db.SignInSessions.Where(session => session.EndedAt < dayAgo || session.StartedAt < startedBefore)
            .ExecuteDeleteAsync(cancellationToken);
        return (int)deleted;
    }
}
