using RabbitMQ.Client;

namespace Metropool.Messaging.Topology;

/// <summary>The address of the broker.</summary>
internal sealed class BrokerAddress(string? connectionString, string service)
{
    /// <exception cref="InvalidOperationException"><c>ConnectionStrings:broker</c> is missing or not an <c>amqp</c> address.</exception>
    public Uri Uri { get; } = Parse(connectionString);

    /// <summary>Opens a connection without automatic recovery.</summary>
    public Task<IConnection> ConnectAsync(string purpose, CancellationToken cancellationToken) =>
        new ConnectionFactory
        {
            Uri = Uri,
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
            ClientProvidedName = $"{service} {purpose}",
        }.CreateConnectionAsync(cancellationToken);

    private static Uri Parse(string? connectionString) => connectionString switch
    {
        null or "" => throw new InvalidOperationException("ConnectionStrings:broker is not set."),
        _ when Uri.TryCreate(connectionString, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" => uri,
        _ => throw new InvalidOperationException("ConnectionStrings:broker must be an amqp:// or amqps:// address."),
    };
}
