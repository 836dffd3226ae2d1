using System.Globalization;
using Metropool.Hosting;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.SignIn;

/// <summary>
/// Slows down guesses at passwords and codes without keeping out the owner (ADR 29). A device that signed in before has a counter of its own. On all
/// other devices passwords are counted by account and origin, by account and network, and, with a higher limit, by account alone; codes by account.
/// An attempt is counted before it is checked, so that parallel requests get no more attempts than sequential ones. An address without an
/// account is counted in the same way, so that the answers don't show which accounts exist.
/// </summary>
internal sealed class SignInThrottle(
    IdentityDbContext db,
    IdentitySettings settings,
    AttemptKeys keys,
    KnownDevices devices,
    UserManager<Account> accounts,
    AccountMails mails,
    TimeProvider time)
{
    /// <summary>How long a counter is kept after it last counted.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>The most counters that are kept. Above it, those with the fewest attempts are deleted first.</summary>
    public const int MaxCounters = 200_000;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan BetweenNotifications = TimeSpan.FromDays(1);

    /// <summary>The longest lockout. A counter that is locked for longer, because the clock was set back, counts as open.</summary>
    private TimeSpan MaxLockout => Hour > settings.LockoutDuration ? Hour : settings.LockoutDuration;

    /// <summary>Counts an attempt, unless one of its counters is locked: then no counter counts it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="userName">The address that was typed.</param>
    /// <param name="account">Its account; null where none exists.</param>
    /// <param name="isCode">True for a code of the second factor, false for a password.</param>
    /// <param name="cancellationToken"></param>
    public async Task<Attempt> BeginAsync(HttpContext context, string userName, Account? account, bool isCode, CancellationToken cancellationToken)
    {
        var accountKey = KeyOf(userName, account);
        var counters = await CountersAsync(context, accountKey, account, isCode, cancellationToken);
        var (now, latest) = (time.GetUtcNow(), time.GetUtcNow() + MaxLockout);
        var counterKeys = counters.Select(c => c.Key).ToArray();
        var scopes = counters.Select(c => c.Scope.ToString()).ToArray();
        var limits = counters.Select(c => c.Limit).ToArray();
        var outcome = await db.InTransactionAsync<bool>(
            async token =>
            {
                // In the order of the keys, as everywhere, so that no two requests deadlock.
                var counted = await db.Database.SqlQuery<CountedAttempt>(
                    $"""
                    INSERT INTO attempt_counters AS c (counter_key, account_key, scope, attempts, attempt_limit, counted_at)
                    SELECT n.counter_key, {accountKey}, n.scope, 1, n.attempt_limit, {now}
                    FROM unnest({counterKeys}, {scopes}, {limits}) AS n (counter_key, scope, attempt_limit) ORDER BY n.counter_key
                    ON CONFLICT (counter_key) DO UPDATE SET
                      attempts = c.attempts + 1,
                      attempt_limit = excluded.attempt_limit,
                      counted_at = excluded.counted_at,
                      closed_until = CASE WHEN (c.attempts + 1) % excluded.attempt_limit = 0
                        THEN {now} + least({settings.LockoutDuration} * power(2, least((c.attempts + 1) / excluded.attempt_limit - 1, 20)), {MaxLockout}) END
                    WHERE c.closed_until IS NULL OR c.closed_until <= {now} OR c.closed_until > {latest}
                    RETURNING c.counter_key AS key, c.closed_until AS until
                    """).ToListAsync(token);
                return counted.Count == counters.Count ? counted.Exists(c => c.Until is not null) : Refusals.SignInLocked;
            },
            cancellationToken);
        if (!outcome.IsRefused(out _, out var hasLocked))
        {
            var notified = counters.FirstOrDefault(c => c.Scope is AttemptScope.Account or AttemptScope.Code)?.Key;
            return new(counterKeys, notified, hasLocked, Lockout: null);
        }

        var until = await db.AttemptCounters.Where(c => counterKeys.Contains(c.CounterKey) && c.ClosedUntil > now && c.ClosedUntil <= latest)
            .MaxAsync(c => c.ClosedUntil, cancellationToken) ?? now;
        return new(counterKeys, NotifiedCounter: null, HasLocked: false, new(until, until - now));
    }

    /// <summary>Reverts the count of a successful attempt. Other attempts stay counted.</summary>
    public Task RevertAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var counterKeys = attempt.Counters.ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            WITH locked AS (SELECT counter_key FROM attempt_counters WHERE counter_key = ANY ({counterKeys}) ORDER BY counter_key FOR UPDATE)
            UPDATE attempt_counters AS c SET
              attempts = greatest(c.attempts - 1, 0),
              closed_until = CASE WHEN c.attempts % c.attempt_limit <> 0 THEN c.closed_until END
            FROM locked WHERE c.counter_key = locked.counter_key
            """,
            cancellationToken);
    }

    /// <summary>
    /// Handles a wrong attempt. If it locked a counter, the owner is notified, at most once a day. On a known device the page tells the owner instead.
    /// </summary>
    public async Task FailAsync(Attempt attempt, Account account, bool isCode, CancellationToken cancellationToken)
    {
        if (!attempt.HasLocked || attempt.NotifiedCounter is not { } counter)
        {
            return;
        }

        var now = time.GetUtcNow();
        var dayAgo = now - BetweenNotifications;
        if (await db.AttemptCounters
            .Where(c => c.CounterKey == counter && (c.NotifiedAt == null || c.NotifiedAt <= dayAgo || c.NotifiedAt > now))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.NotifiedAt, now), cancellationToken) == 1)
        {
            if (isCode)
            {
                mails.PasswordKnown(account);
            }
            else
            {
                mails.PasswordGuessed(account);
            }

            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Resets the counters of this device and this origin after the owner has signed in. Those of the network and of the account stay, because others may be
    /// guessing too; so does that of codes, unless the owner gave a code on an unknown device.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="account">The account.</param>
    /// <param name="withCodes">Whether the owner gave a valid code.</param>
    /// <param name="cancellationToken"></param>
    public async Task ResetAsync(HttpContext context, Account account, bool withCodes, CancellationToken cancellationToken)
    {
        var accountKey = KeyOf(account.Email!, account);
        List<Guid> forgotten = [keys.OfCounter(accountKey, AttemptScope.Origin, OriginOf(context).Address)];
        if (await devices.FindAsync(context, account.Id, cancellationToken) is { } device)
        {
            forgotten.Add(keys.OfCounter(accountKey, AttemptScope.Device, device));
        }
        else if (withCodes)
        {
            forgotten.Add(keys.OfCounter(accountKey, AttemptScope.Code, ""));
        }

        var counterKeys = forgotten.ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM attempt_counters c
            USING (SELECT counter_key FROM attempt_counters WHERE counter_key = ANY ({counterKeys}) ORDER BY counter_key FOR UPDATE) l
            WHERE c.counter_key = l.counter_key
            """,
            cancellationToken);
    }

    /// <summary>
    /// Resets all counters of an account. After a new password by mail the counter of codes stays, so that access to the mailbox allows no more guesses at
    /// codes.
    /// </summary>
    public Task ResetAllAsync(string address, bool withCodes, CancellationToken cancellationToken)
    {
        var (accountKey, kept) = (KeyOf(address, account: null), withCodes ? "" : nameof(AttemptScope.Code));
        return db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM attempt_counters c
            USING (SELECT counter_key FROM attempt_counters WHERE account_key = {accountKey} AND scope <> {kept} ORDER BY counter_key FOR UPDATE) l
            WHERE c.counter_key = l.counter_key
            """,
            cancellationToken);
    }

    /// <summary>Deletes counters that counted nothing for a day, and above the maximum those with the fewest attempts.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancellationToken"></param>
    /// <returns>How many counters were deleted.</returns>
    public async Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Also those in the future, of a clock that was set back since.
        var (before, after) = (now - Kept, now + Kept);
        var expired = await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM attempt_counters c
            USING (SELECT counter_key FROM attempt_counters WHERE counted_at < {before} OR counted_at > {after} ORDER BY counter_key FOR UPDATE) l
            WHERE c.counter_key = l.counter_key
            """,
            cancellationToken);
        return expired + await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM attempt_counters c
            USING (
              SELECT counter_key FROM attempt_counters WHERE counter_key IN (
                SELECT counter_key FROM attempt_counters ORDER BY attempts DESC, counted_at DESC OFFSET {MaxCounters})
              ORDER BY counter_key FOR UPDATE) l
            WHERE c.counter_key = l.counter_key
            """,
            cancellationToken);
    }

    /// <summary>Whether signing in is locked for at least one device or origin.</summary>
    public Task<bool> IsLockedOutAsync(Account account, CancellationToken cancellationToken)
    {
        var (now, latest) = (time.GetUtcNow(), time.GetUtcNow() + MaxLockout);
        return Of(account).AnyAsync(c => c.ClosedUntil > now && c.ClosedUntil <= latest, cancellationToken);
    }

    /// <summary>The counters of an account.</summary>
    public IQueryable<AttemptCounter> Of(Account account)
    {
        var accountKey = KeyOf(account.Email!, account);
        return db.AttemptCounters.AsNoTracking().Where(c => c.AccountKey == accountKey);
    }

    /// <summary>Finds limits that contradict each other. Invalid numbers are found where the settings are read.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration)
    {
        var defaults = new IdentitySettings();
        var limits = new[]
        {
            LimitOf(nameof(IdentitySettings.AttemptsPerOrigin), defaults.AttemptsPerOrigin),
            LimitOf(nameof(IdentitySettings.AttemptsPerNetwork), defaults.AttemptsPerNetwork),
            LimitOf(nameof(IdentitySettings.AttemptsPerAccount), defaults.AttemptsPerAccount),
        };
        return limits.SequenceEqual(limits.Order())
            ? []
            : ["Metropool:Identity:AttemptsPerOrigin, AttemptsPerNetwork and AttemptsPerAccount each include the one before: none may be lower than that."];

        int LimitOf(string name, int otherwise) =>
            int.TryParse(configuration[$"Metropool:Identity:{name}"], CultureInfo.InvariantCulture, out var limit) ? limit : otherwise;
    }

    private static RequestOrigin OriginOf(HttpContext context) => RequestOrigin.Of(context.Connection.RemoteIpAddress);

    private Guid KeyOf(string userName, Account? account) => keys.OfAccount(account?.NormalizedEmail ?? accounts.NormalizeEmail(userName.Trim()) ?? "");

    private async Task<IReadOnlyList<Counter>> CountersAsync(
        HttpContext context, Guid accountKey, Account? account, bool isCode, CancellationToken cancellationToken)
    {
        // Also queried if no account exists, so that the answer takes as long.
        if (await devices.FindAsync(context, account?.Id ?? Guid.Empty, cancellationToken) is { } device)
        {
            return [Of(AttemptScope.Device, device, settings.AttemptsPerOrigin)];
        }

        var origin = OriginOf(context);
        return isCode
            ? [Of(AttemptScope.Code, "", settings.AttemptsPerOrigin)]
            :
            [
                Of(AttemptScope.Origin, origin.Address, settings.AttemptsPerOrigin),
                Of(AttemptScope.Network, origin.Network, settings.AttemptsPerNetwork),
                Of(AttemptScope.Account, "", settings.AttemptsPerAccount),
            ];

        Counter Of(AttemptScope scope, string place, int limit) => new(keys.OfCounter(accountKey, scope, place), scope, limit);
    }

    private sealed record Counter(Guid Key, AttemptScope Scope, int Limit);

    private sealed record CountedAttempt(Guid Key, DateTimeOffset? Until);
}

/// <summary>An attempt to sign in.</summary>
/// <param name="Counters">The counters that count it.</param>
/// <param name="NotifiedCounter">The counter that keeps when the owner was notified; null on a known device.</param>
/// <param name="HasLocked">Whether signing in is locked if the attempt is wrong.</param>
/// <param name="Lockout">Until when signing in is locked; null if the attempt may be checked.</param>
internal sealed record Attempt(IReadOnlyList<Guid> Counters, Guid? NotifiedCounter, bool HasLocked, Lockout? Lockout);

/// <summary>Signing in is temporarily locked.</summary>
/// <param name="Until">Until when, system time, UTC.</param>
/// <param name="Left">The time left.</param>
internal sealed record Lockout(DateTimeOffset Until, TimeSpan Left);
