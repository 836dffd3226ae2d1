using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using Metropool.AppHost.Tests.Platform;
using Metropool.LocalServers;
using Metropool.Testing;
using Npgsql;
using RabbitMQ.Client;

namespace Metropool.AppHost.Tests.Servers;

/// <summary>The installed servers, without an AppHost.</summary>
public sealed class PairTests : IDisposable
{
    private readonly TestFolder _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Both_start_answer_and_stop_and_their_data_stays()
    {
        var folder = LocalFolder.Open(_home.Path);
        await using (var pair = await LocalServerPair.StartAsync(folder, Cancellation))
        {
            await ExecuteAsync(pair.Postgres, "CREATE TABLE kept (number integer)");
            var factory = new ConnectionFactory
            {
                Uri = new Uri($"amqp://{RabbitMqServer.UserName}:{pair.RabbitMq.Password}@127.0.0.1:{pair.RabbitMq.Port}/{RabbitMqServer.UserName}"),
            };
            await using var connection = await factory.CreateConnectionAsync(Cancellation);
            Assert.True(connection.IsOpen);

            // Both listen on loopback alone.
            int[] ports = [pair.Postgres.Port, pair.RabbitMq.Port, pair.RabbitMq.ManagementPort];
            var addresses = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => ports.Contains(listener.Port)).ToList();
            Assert.Equal(ports.Order(), addresses.Select(listener => listener.Port).Order());
            Assert.All(addresses, listener => Assert.Equal(IPAddress.Loopback, listener.Address));
        }

        Assert.DoesNotContain(ProcessEntry.All(), process => process.Mentions(_home.Path));
        Assert.Contains("database system is shut down", await LogAsync("postgres"), StringComparison.Ordinal);

        await using var again = await LocalServerPair.StartAsync(folder, Cancellation);
        await ExecuteAsync(again.Postgres, "SELECT number FROM kept");
    }

    [Fact]
    public async Task PostgreSQL_ends_in_good_order_where_the_process_that_started_it_is_killed()
    {
        var folder = LocalFolder.Open(_home.Path);
        var server = await PostgresServer.FindAsync(folder);
        await server.PrepareAsync(Cancellation);
        await using var process = ServerProcess.Start(server.Command, Path.Combine(folder.Logs, "postgres.log"));
        await Eventually.TrueAsync(() => server.IsReadyAsync(Cancellation), "PostgreSQL is ready");

        using (var shell = Process.GetProcessById(process.Id))
        {
            shell.Kill();
        }

        await Eventually.TrueAsync(
            async () => (await LogAsync("postgres")).Contains("database system is shut down", StringComparison.Ordinal), "PostgreSQL has ended");
    }

    private static async Task ExecuteAsync(PostgresServer server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(
            $"Host=127.0.0.1;Port={server.Port};Username={PostgresServer.UserName};Password={server.Password};Database=postgres;Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private async Task<string> LogAsync(string name) => await File.ReadAllTextAsync(Path.Combine(_home.Path, "logs", $"{name}.log"), Cancellation);
}
