using Metropool.Identity.SignIn;
using Metropool.Identity.Tokens;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace Metropool.Identity.Upkeep;

/// <summary>Clears away what has expired: personal data stays no longer than it is needed.</summary>
internal sealed class Clearance(
    IdentityDbContext db,
    IOpenIddictTokenManager tokens,
    IOpenIddictAuthorizationManager authorizations,
    MailedLinks links,
    AskedMails asked,
    SignInThrottle throttle,
    TimeProvider time)
{
    /// <summary>However often somebody comes back: after this they sign in again.</summary>
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(30);
    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromDays(1);
    private static readonly TimeSpan InvitationKept = TimeSpan.FromDays(30);

    public async Task ClearAwayAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (dayAgo, monthAgo, longAgo, unusedSince) = (now - KeptAfterExpiry, now - InvitationKept, now - LongestSession, now - KnownDevices.Kept);
        await tokens.PruneAsync(dayAgo, cancellationToken);
        await authorizations.PruneAsync(dayAgo, cancellationToken);

        // Not while the token server would still accept one; an hour more costs nothing.
        var forgotten = now - ClientAssertionType.ClockSkew - TimeSpan.FromHours(1);
        await db.UsedAssertions.Where(assertion => assertion.ExpiresAt < forgotten).ExecuteDeleteAsync(cancellationToken);
        await db.PendingRegistrations.Where(pending => pending.ForgottenAt < now).ExecuteDeleteAsync(cancellationToken);
        await links.ClearAwayAsync(now, cancellationToken);
        await asked.ClearAwayAsync(now, cancellationToken);
        await db.Invitations.Where(invitation => invitation.ExpiresAt < monthAgo).ExecuteDeleteAsync(cancellationToken);
        await db.KnownDevices.Where(device => device.UsedAt < unusedSince).ExecuteDeleteAsync(cancellationToken);

        await throttle.ClearAwayAsync(now, cancellationToken);
        await db.SignInSessions.Where(session => session.EndedAt < dayAgo || session.StartedAt < longAgo).ExecuteDeleteAsync(cancellationToken);
    }
}
