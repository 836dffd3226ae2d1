using System.Net;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Metropool.Hosting.Tests;

/// <summary>The second clock: stored in UTC, shown in Europe/Amsterdam, moved in development alone.</summary>
public sealed class ProgrammeTimeTests(Servers servers) : IClassFixture<Servers>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-10-24T21:59:59Z", "2026-10-24")]
    [InlineData("2026-10-24T22:00:00Z", "2026-10-25")]
    [InlineData("2026-10-25T23:00:00Z", "2026-10-26")]
    [InlineData("2027-01-01T22:59:59Z", "2027-01-01")]
    public void A_day_is_a_day_in_Amsterdam(string instant, string day) =>
        Assert.Equal(DateOnly.Parse(day, null), ProgrammeClock.DayOf(DateTimeOffset.Parse(instant, null)));

    [Theory]
    [InlineData("2026-10-26", "09:30", "2026-10-26T08:30:00Z")]
    [InlineData("2026-07-01", "09:30", "2026-07-01T07:30:00Z")]
    [InlineData("2026-10-25", "02:30", "2026-10-25T00:30:00Z")]
    [InlineData("2027-03-28", "02:30", "2027-03-28T01:30:00Z")]
    public void A_wall_clock_time_is_converted_also_when_the_clock_changes(string day, string time, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant, null), ProgrammeClock.InstantOf(DateOnly.Parse(day, null), TimeOnly.Parse(time, null)));

    [Fact]
    public void Programme_time_advances_with_system_time()
    {
        var system = new FakeTimeProvider(new DateTimeOffset(2026, 10, 26, 8, 0, 0, TimeSpan.Zero));
        var clock = new ProgrammeClock(system);
        Assert.Equal(system.GetUtcNow(), clock.GetUtcNow());

        system.Advance(TimeSpan.FromHours(20));

        Assert.Equal(new DateOnly(2026, 10, 27), clock.Today);
    }

    [Fact]
    public async Task A_moved_clock_is_applied_in_Development_and_stops_a_process_in_Production()
    {
        await using var development = SampleService.Build(servers.Database, servers.Broker);
        await development.MakeTablesAsync();
        await development.App.StartAsync(Cancellation);
        await MoveAsync(development);
        var clock = development.App.Services.GetRequiredService<ProgrammeClock>();
        await Eventually.TrueAsync(() => Task.FromResult(clock.Version == 1), "the move is known");
        Assert.True(clock.GetUtcNow() > DateTimeOffset.UtcNow.AddDays(99));
        Assert.Equal(
            HttpStatusCode.OK,
            (await development.Client(development.Identity.Token(Guid.CreateVersion7())).GetAsync("/sample/v1/programme-time", Cancellation)).StatusCode);

        await using var production = SampleService.Build(servers.Database, servers.Broker, environment: "Production");
        var code = await production.App.RunServiceAsync<SampleDbContext>([]);

        Assert.Equal(1, code);
        Environment.ExitCode = 0;
    }

    private static async Task MoveAsync(SampleService service)
    {
        await using var scope = service.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SampleDbContext>();
        db.Add(new ProgrammeTimeState { ClockId = Guid.CreateVersion7(), Version = 1, Offset = TimeSpan.FromDays(100) });
        await db.SaveChangesAsync(Cancellation);
    }
}
