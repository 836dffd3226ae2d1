using Metropool.Identity.Jobs;
using Metropool.Identity.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Identity.Tests;

/// <summary>What is kept of attempts has an end in time and in number, and devices that aren't used are forgotten.</summary>
public sealed class AttemptCounterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counters_are_kept_for_a_day_and_above_the_maximum_those_with_the_fewest_attempts_are_deleted()
    {
        await using var own = new IdentityFixture();
        await own.InitializeAsync();
        var (_, personId) = await own.RegisteredAsync();
        await own.InDatabase(db => db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO attempt_counters (counter_key, account_key, scope, attempts, attempt_limit, counted_at)
            SELECT gen_random_uuid(), gen_random_uuid(), 'Origin', 1, 5, now() FROM generate_series(1, {SignInThrottle.MaxCounters})
            UNION ALL SELECT gen_random_uuid(), gen_random_uuid(), 'Account', 40, 50, now() - interval '1 hour'
            UNION ALL SELECT gen_random_uuid(), gen_random_uuid(), 'Account', 41, 50, now() - interval '25 hours'
            UNION ALL SELECT gen_random_uuid(), gen_random_uuid(), 'Account', 42, 50, now() + interval '25 hours'
            """,
            Cancellation));
        await own.InDatabase(db => db.Database.ExecuteSqlAsync(
            $"INSERT INTO known_devices (device_hash, person_id, since, used_at) VALUES ('\\x01', {personId}, now(), now() - interval '181 days')",
            Cancellation));

        await own.InScope(async services =>
        {
            await services.GetRequiredService<ExpiredDataCleanupJob>().RunAsync(Cancellation);
            return true;
        });

        Assert.Equal(SignInThrottle.MaxCounters, await own.InDatabase(db => db.AttemptCounters.CountAsync(Cancellation)));
        var many = await own.InDatabase(db =>
            db.AttemptCounters.Where(c => c.Attempts >= 40).Select(c => c.Attempts).ToListAsync(Cancellation));
        Assert.Equal([40], many);

        // The one on which the account was made.
        var devices = await own.InDatabase(db => db.KnownDevices.Where(d => d.PersonId == personId).ToListAsync(Cancellation));
        Assert.Single(devices);
    }
}
