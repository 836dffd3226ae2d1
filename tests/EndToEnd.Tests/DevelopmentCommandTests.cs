using Aspire.Hosting.ApplicationModel;
using Metropool.EndToEnd.Tests.Platform;
using Npgsql;

namespace Metropool.EndToEnd.Tests;

/// <summary>The development commands of the dashboard.</summary>
public sealed class DevelopmentCommandTests(PlatformFixture platform)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_data_is_reset_and_the_demo_runs_on_the_new_databases()
    {
        var demoUsers = Path.Combine(platform.Home, "demo-users.json");
        var usersBefore = await File.ReadAllTextAsync(demoUsers, Cancellation);
        foreach (var service in PlatformFixture.Services)
        {
            await ExecuteAsync(service, "CREATE TABLE created_before_reset()");
        }

        await RunCommandAsync("reset-data");
        await Task.WhenAll(((string[])[.. PlatformFixture.Services, "gateway"]).Select(platform.WaitUntilHealthyAsync));

        foreach (var service in PlatformFixture.Services)
        {
            Assert.Equal(DBNull.Value, await ExecuteAsync(service, "SELECT to_regclass('created_before_reset')::text"));
            Assert.NotEqual(0L, await ExecuteAsync(service, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        }

        // The passwords that were printed at the start of the run are still valid. The demo signs in with them.
        Assert.Equal(usersBefore, await File.ReadAllTextAsync(demoUsers, Cancellation));

        await RunCommandAsync("start-demo");
        var demo = await platform.Application.ResourceNotifications.WaitForResourceAsync(
            "demo", now => KnownResourceStates.TerminalStates.Contains(now.Snapshot.State?.Text), Cancellation);
        Assert.True(demo.Snapshot.ExitCode == 0, platform.ReadLog("demo"));
        Assert.Contains("1 of 1 participants have a certificate that verifies", platform.ReadLog("demo"), StringComparison.Ordinal);
        Assert.Empty(await platform.ParkedMessagesAsync());
    }

    private async Task RunCommandAsync(string command)
    {
        var result = await platform.Application.ResourceCommands.ExecuteCommandAsync("gateway", command, Cancellation);
        Assert.True(result.Success, result.Message);
    }

    private async Task<object?> ExecuteAsync(string database, string sql)
    {
        // Without a pool, whose connections would be those of a dropped database.
        var settings = new NpgsqlConnectionStringBuilder(platform.Servers.Postgres) { Database = database, Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
