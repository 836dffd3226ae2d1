using System.Globalization;

namespace Metropool.LocalServers;

/// <summary>The addresses of shared servers.</summary>
/// <param name="Postgres">The Npgsql connection string.</param>
/// <param name="RabbitMq">The AMQP address.</param>
/// <param name="RabbitMqManagement">The address of the management API.</param>
internal sealed record ServerAddresses(string Postgres, Uri RabbitMq, Uri RabbitMqManagement)
{
    /// <summary>The environment variables with the addresses of external servers, for messages.</summary>
    public const string Variables = "METROPOOL_POSTGRES, METROPOOL_RABBITMQ and METROPOOL_RABBITMQ_MANAGEMENT";

    /// <summary>The file that the supervisor writes.</summary>
    public const string FileName = "addresses";

    private const string Port = "Port=";

    /// <summary>The port of PostgreSQL.</summary>
    public int PostgresPort => int.Parse(
        Postgres.Split(';').First(setting => setting.StartsWith(Port, StringComparison.Ordinal))[Port.Length..], CultureInfo.InvariantCulture);

    /// <summary>The addresses of servers with these ports and passwords.</summary>
    public static ServerAddresses Of((int Port, string Password) postgres, (int Port, int ManagementPort, string Password) broker) => new(
        $"Host=127.0.0.1;{Port}{postgres.Port};Username={PostgresServer.UserName};Password={postgres.Password};Database=postgres",
        new Uri($"amqp://{RabbitMqServer.UserName}:{broker.Password}@127.0.0.1:{broker.Port}/{RabbitMqServer.UserName}"),
        new Uri($"http://{RabbitMqServer.UserName}:{broker.Password}@127.0.0.1:{broker.ManagementPort}"));

    /// <summary>Reads the file; null if it doesn't exist or isn't complete.</summary>
    public static ServerAddresses? Read(LocalFolder folder)
    {
        try
        {
            return File.ReadAllText(folder.Combine(FileName)).Split('\n') is [var postgres, var broker, var management, ""]
                ? new(postgres, new Uri(broker), new Uri(management))
                : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw folder.NotWritable(exception);
        }
    }

    /// <summary>The text of the file.</summary>
    public override string ToString() => $"{Postgres}\n{RabbitMq.AbsoluteUri}\n{RabbitMqManagement.AbsoluteUri}\n";

    /// <summary>Whether all servers are ready. The broker is checked first, because it is ready last.</summary>
    public async Task<bool> AreReadyAsync(CancellationToken cancellationToken) =>
        await ServerProbe.RabbitMqIsReadyAsync(RabbitMq.Port, cancellationToken)
        && await ServerProbe.ManagementIsReadyAsync(RabbitMqManagement, cancellationToken)
        && await ServerProbe.PostgresIsReadyAsync(PostgresPort, cancellationToken);
}
