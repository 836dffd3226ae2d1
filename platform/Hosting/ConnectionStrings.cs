using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Metropool.Hosting;

/// <summary>Checks the connection strings of database and broker. The messages don't contain the values, which have passwords.</summary>
internal static class ConnectionStrings
{
    public static IEnumerable<string> Faults(IConfiguration configuration, string service)
    {
        var database = configuration.GetConnectionString(service);
        if (string.IsNullOrWhiteSpace(database))
        {
            yield return $"ConnectionStrings:{service} is not set: the service's database, such as Host=localhost;Database={service};Username=metropool.";
        }
        else if (!IsDatabase(database))
        {
            yield return $"ConnectionStrings:{service} is not a valid Npgsql connection string.";
        }

        var broker = configuration.GetConnectionString("broker");
        if (string.IsNullOrWhiteSpace(broker))
        {
            yield return "ConnectionStrings:broker is not set: the address of RabbitMQ, such as amqp://localhost:5672/.";
        }
        else if (!Uri.TryCreate(broker, UriKind.Absolute, out var address) || address.Scheme is not ("amqp" or "amqps"))
        {
            yield return "ConnectionStrings:broker is not an address of RabbitMQ, which starts with amqp:// or amqps://.";
        }
    }

    private static bool IsDatabase(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return false;
        }
    }
}
