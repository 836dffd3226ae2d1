using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.SignIn;

/// <summary>
/// Counts wrong passwords and codes of an account, and closes it for a while after too many in a row: longer each time, up to a limit. An attempt is counted before
/// what was sent is looked at, so that many at the same moment are no more than the same number one after the other. It is open again by itself,
/// by a new password through a mailed link, or by an administrator; passkeys are not counted: nobody guesses one.
/// </summary>
internal sealed class Attempts(IdentityDbContext db, IdentitySettings settings, AskedMails asked, AccountMails mails, TimeProvider time)
{
    /// <summary>The longest that signing in is closed, after many times in a row.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Counts one.</summary>
    public async Task<Attempt> BeginAsync(Account account, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (most, first, longest) = (settings.AttemptsBeforeLockout, settings.LockoutDuration, Longest > settings.LockoutDuration ? Longest : settings.LockoutDuration);
        var counted = await db.Database.SqlQuery<bool>(
            $"""
            UPDATE accounts SET
              access_failed_count = CASE WHEN access_failed_count + 1 >= {most} THEN 0 ELSE access_failed_count + 1 END,
              lockout_count = lockout_count + CASE WHEN access_failed_count + 1 >= {most} THEN 1 ELSE 0 END,
              lockout_end = CASE WHEN access_failed_count + 1 >= {most} THEN {now} + least({first} * power(2, least(lockout_count, 20)), {longest}) ELSE lockout_end END
            WHERE id = {account.Id} AND (lockout_end IS NULL OR lockout_end <= {now})
            RETURNING coalesce(lockout_end > {now}, false) AS "Value"
            """).ToListAsync(cancellationToken);
        return counted switch
        {
            [] => Attempt.Refused,
            [true] => Attempt.Last,
            _ => Attempt.Allowed,
        };
    }

    /// <summary>It was right, and another step follows: it isn't counted. What is counted stays, so that nobody gets new guesses at a code by giving the password again.</summary>
    public Task RightAsync(Account account, Attempt attempt, CancellationToken cancellationToken)
    {
        var before = settings.AttemptsBeforeLockout - 1;
        return attempt == Attempt.Last
            ? db.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(
                set => set.SetProperty(a => a.AccessFailedCount, before).SetProperty(a => a.LockoutCount, a => Math.Max(a.LockoutCount - 1, 0)).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null),
                cancellationToken)
            : db.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, a => Math.Max(a.AccessFailedCount - 1, 0)), cancellationToken);
    }

    /// <summary>It was wrong: after the last one the owner is told.</summary>
    public async Task FailedAsync(Account account, Attempt attempt, CancellationToken cancellationToken)
    {
        if (attempt == Attempt.Last && !await asked.IsEnoughAsync(MailKinds.Locked, account.Email!, cancellationToken))
        {
            mails.Locked(account);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Forgets all attempts, and opens the account.</summary>
    public Task ForgetAsync(Account account, CancellationToken cancellationToken) => db.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(
        set => set.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null), cancellationToken);
}

internal enum Attempt
{
    /// <summary>Signing in is closed.</summary>
    Refused,

    Allowed,

    /// <summary>When this one is wrong, signing in is closed.</summary>
    Last,
}
