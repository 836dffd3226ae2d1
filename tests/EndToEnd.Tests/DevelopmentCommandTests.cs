using Aspire.Hosting.ApplicationModel;
using Metropool.EndToEnd.Tests.Platform;
using Npgsql;

namespace Metropool.EndToEnd.Tests;

/// <summary>The commands that the dashboard has for development.</summary>
public sealed class DevelopmentCommandTests(PlatformFixture platform)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_data_is_reset_and_the_demo_then_plays_on_the_new_databases()
    {
        var demoUsers = Path.Combine(platform.Home, "demo-users.json");
        var usersBefore = await File.ReadAllTextAsync(demoUsers, Cancellation);
        foreach (var service in PlatformFixture.Services)
        {
            await ExecuteAsync(service, "CREATE TABLE left_from_before()");
        }

        await CommandAsync("reset-data");
        await Task.WhenAll(((string[])[.. PlatformFixture.Services, "gateway"]).Select(platform.HealthyAsync));

        foreach (var service in PlatformFixture.Services)
        {
            Assert.Equal(DBNull.Value, await ExecuteAsync(service, "SELECT to_regclass('left_from_before')::text"));
            Assert.NotEqual(0L, await ExecuteAsync(service, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        }

        // The passwords that the start of the run printed still sign in, as the demo does.
        Assert.Equal(usersBefore, await File.ReadAllTextAsync(demoUsers, Cancellation));

        await CommandAsync("start-demo");
        var demo = await platform.Application.ResourceNotifications.WaitForResourceAsync(
            "demo", now => KnownResourceStates.TerminalStates.Contains(now.Snapshot.State?.Text), Cancellation);
        Assert.True(demo.Snapshot.ExitCode == 0, platform.LogOf("demo"));
        Assert.Contains("1 of 1 participants have a certificate that verifies", platform.LogOf("demo"), StringComparison.Ordinal);
        Assert.Empty(await platform.ParkedMessagesAsync());
    }

    private async Task CommandAsync(string command)
    {
        var result = await platform.Application.ResourceCommands.ExecuteCommandAsync("gateway", command, Cancellation);
        Assert.True(result.Success, result.Message);
    }

    private async Task<object?> ExecuteAsync(string database, string sql)
    {
        // Without a pool: its connections would be those of a database that is dropped.
        var settings = new NpgsqlConnectionStringBuilder(platform.Servers.Postgres) { Database = database, Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
