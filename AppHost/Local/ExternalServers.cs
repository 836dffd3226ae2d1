using System.Net.Sockets;
using Metropool.LocalServers;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Metropool.AppHost.Local;

/// <summary>Servers that the AppHost doesn't start, because the configuration has their connection strings.</summary>
internal static class ExternalServers
{
    private const int AmqpPort = 5672;
    private const int AmqpsPort = 5671;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Whether the configuration has the connection string of a server.</summary>
    public static bool HasServer(this IConfiguration configuration, string name) => !string.IsNullOrWhiteSpace(configuration.GetConnectionString(name));

    /// <summary>Checks that the external servers respond, and that PostgreSQL accepts the user name and password.</summary>
    /// <exception cref="LocalServerException">A server doesn't respond, or PostgreSQL refuses the connection.</exception>
    public static async Task CheckAsync(IConfiguration configuration)
    {
        if (configuration.HasServer("postgres"))
        {
            await CheckPostgresAsync(configuration.GetConnectionString("postgres")!);
        }

        if (configuration.HasServer("broker"))
        {
            await CheckBrokerAsync(configuration.GetConnectionString("broker")!);
        }
    }

    private static async Task CheckPostgresAsync(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = (int)ConnectTimeout.TotalSeconds };
            settings.Database ??= "postgres";
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or ArgumentException or SocketException or TimeoutException)
        {
            var reason = exception is ArgumentException ? exception.Message : exception.GetBaseException().Message;
            throw new LocalServerException($"The PostgreSQL server of METROPOOL_POSTGRES (ConnectionStrings__postgres) can't be used: {reason.TrimEnd('.')}.");
        }
    }

    private static async Task CheckBrokerAsync(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
        {
            throw new LocalServerException(
                "METROPOOL_RABBITMQ (ConnectionStrings__broker) is not an AMQP address such as amqp://user:password@host:5672/vhost.");
        }

        var port = uri.Port > 0 ? uri.Port : uri.Scheme == "amqps" ? AmqpsPort : AmqpPort;
        using var timeout = new CancellationTokenSource(ConnectTimeout);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(uri.Host, port, timeout.Token);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            throw new LocalServerException(
                $"The RabbitMQ server of METROPOOL_RABBITMQ (ConnectionStrings__broker) can't be reached at {uri.Host}:{port}: "
                + $"{(exception is SocketException ? exception.Message : "no response")}.");
        }
    }
}
