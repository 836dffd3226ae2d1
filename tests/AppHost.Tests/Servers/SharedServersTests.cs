using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using Metropool.LocalServers;
using Metropool.Testing;
using Metropool.Testing.Servers;
using Npgsql;
using RabbitMQ.Client;

namespace Metropool.AppHost.Tests.Servers;

/// <summary>Installed servers that several processes share.</summary>
public sealed class SharedServersTests : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private readonly TestFolder _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Waits also after a failed test.
    public async ValueTask DisposeAsync()
    {
        await WaitForNoProcessAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Processes_share_the_servers_until_the_last_of_them_is_killed()
    {
        using var first = SharedServersUser.Start(_home.Path);
        using var second = SharedServersUser.Start(_home.Path);

        var address = await first.PostgresAsync();
        Assert.Equal(address, await second.PostgresAsync());
        ServerProcess.Single(_home, "beam");

        first.Kill();
        await ExecuteAsync(address, "CREATE TABLE kept (number integer)");
        await using (var third = await StartAsync())
        {
            await ExecuteAsync(third.Postgres, "SELECT number FROM kept");
        }

        second.Kill();
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Servers_listen_on_loopback_only_and_do_not_run_as_root()
    {
        await using (var servers = await StartAsync())
        {
            await ExecuteAsync(servers.Postgres, "CREATE DATABASE made");
            await using (var connection = await new ConnectionFactory { Uri = servers.RabbitMq }.CreateConnectionAsync(Cancellation))
            {
                Assert.True(connection.IsOpen);
            }

            // Also checks the port mapper, which only rabbitmqctl uses.
            var (postgres, broker, portMapper) =
                (ServerProcess.Single(_home, "listen_addresses"), ServerProcess.Single(_home, "beam"), ServerProcess.Single(_home, "epmd -address"));
            int[] ports = [new NpgsqlConnectionStringBuilder(servers.Postgres).Port, servers.RabbitMq.Port, servers.RabbitMqManagement.Port];
            var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => ports.Contains(listener.Port)).ToList();
            Assert.Equal(ports.Order(), listeners.Select(listener => listener.Port).Order());
            Assert.All(listeners, listener => Assert.Equal(IPAddress.Loopback, listener.Address));
            Assert.All([postgres, broker, portMapper], process => Assert.NotEqual(0, process.User));

            // No password is in a command line.
            Assert.All(ServerProcess.Of(_home), process => Assert.DoesNotContain(
                new NpgsqlConnectionStringBuilder(servers.Postgres).Password!, process.CommandLine, StringComparison.Ordinal));
        }

        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Durable_servers_are_separate_and_flush_to_disk()
    {
        await using (var scratch = await StartAsync())
        await using (var durable = await StartAsync(SharedServerKind.Durable))
        {
            Assert.NotEqual(scratch.Postgres, durable.Postgres);
            Assert.Equal("off", await ExecuteAsync(scratch.Postgres, "SHOW fsync"));
            foreach (var setting in (string[])["fsync", "synchronous_commit", "full_page_writes"])
            {
                Assert.Equal("on", await ExecuteAsync(durable.Postgres, $"SHOW {setting}"));
            }

            Assert.Contains("metropool", await durable.RabbitMqCtlAsync("--quiet", "list_vhosts"), StringComparison.Ordinal);
        }

        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_child_process_of_a_user_does_not_keep_the_servers_running()
    {
        Process child;
        await using (await StartAsync())
        {
            child = Process.Start("sleep", "600");
        }

        using (child)
        {
            await AssertNothingIsLeftAsync();
            Assert.False(child.HasExited);
            child.Kill();
        }
    }

    [Theory]
    [InlineData("metropool-servers")]
    [InlineData("beam")]
    public async Task A_start_whose_user_is_killed_leaves_nothing(string process)
    {
        using var user = SharedServersUser.Start(_home.Path);
        await Eventually.TrueAsync(
            () => Task.FromResult(ServerProcess.Of(_home).Any(found => found.CommandLine.Contains(process, StringComparison.Ordinal))), $"{process} runs");

        user.Kill();

        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_start_whose_user_is_killed_is_completed_for_the_next_user()
    {
        using var user = SharedServersUser.Start(_home.Path);
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(Path.Combine(_home.Path, "test-servers/addresses"))), "the start has begun");

        user.Kill();

        await using (var servers = await StartAsync())
        {
            await ExecuteAsync(servers.Postgres, "SELECT 1");
        }

        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task If_the_supervisor_is_killed_the_servers_end_and_new_ones_start_for_the_next_user()
    {
        await using var first = await StartAsync();

        ServerProcess.Single(_home, "metropool-servers").Kill();

        await using (var second = await StartAsync())
        {
            Assert.NotEqual(first.Postgres, second.Postgres);
            await ExecuteAsync(second.Postgres, "SELECT 1");
            ServerProcess.Single(_home, "beam");
            ServerProcess.Single(_home, "listen_addresses");
        }

        await first.DisposeAsync();
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task If_one_server_ends_the_other_one_is_stopped()
    {
        await using var servers = await StartAsync();

        ServerProcess.Single(_home, "beam").Kill();

        await AssertNothingIsLeftAsync();
        var log = await File.ReadAllTextAsync(Path.Combine(_home.Path, "test-servers/logs/supervisor.log"), Cancellation);
        Assert.Contains("rabbitmq has ended", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ordinary_user_has_servers_too()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "An ordinary user is the user of the other tests.");
        var nobody = await ServerUser.ForServerAsync("nobody");
        Assert.SkipUnless(await nobody.CanAccessAsync(AppContext.BaseDirectory), "Other users can't access the assembly of this test.");
        var home = Directory.CreateDirectory(Path.Combine(_home.Path, "home")).FullName;
        await nobody.ChangeOwnerAsync(home, Cancellation);
        using var user = SharedServersUser.Start(home, "nobody");

        var address = await user.PostgresAsync();

        await ExecuteAsync(address, "SELECT 1");
        Assert.Single(ServerProcess.Of(_home).Select(process => process.User).Distinct());
        user.Kill();
        await AssertNothingIsLeftAsync(home);
    }

    private Task<SharedServers> StartAsync(SharedServerKind kind = SharedServerKind.NonDurable) =>
        SharedServers.StartAsync(_home.Path, kind, SearchPaths.Default, Grace, Cancellation);

    private static async Task<object?> ExecuteAsync(string address, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(address) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancellation);
    }

    private Task WaitForNoProcessAsync() =>
        Eventually.EmptyAsync(() => ServerProcess.Of(_home).Select(process => process.CommandLine), "no process is left", TimeSpan.FromMinutes(3));

    private Task AssertNothingIsLeftAsync() => AssertNothingIsLeftAsync(_home.Path);

    // The lock files and the logs are kept.
    private async Task AssertNothingIsLeftAsync(string home)
    {
        await WaitForNoProcessAsync();
        Assert.All(
            Directory.GetDirectories(home, "*-servers"),
            folder => Assert.Empty(
                Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path))
                    .Except(["logs", "servers.lock", "start.lock", "supervisor.lock", "users.lock"])));
    }
}
