using Metropool.LocalServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Metropool.AppHost.Local;

/// <summary>Adds the installed servers to the model. They listen on loopback. Their passwords are secret parameters, which the dashboard masks.</summary>
internal static class LocalServerResourceExtensions
{
    private static readonly TimeSpan ConnectionTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Adds PostgreSQL.</summary>
    public static IResourceBuilder<LocalServerResource> AddLocalPostgres(this IDistributedApplicationBuilder builder, string name, PostgresServer server)
    {
        var password = builder.AddParameter($"{name}-password", () => server.Password, secret: true);
        var resource = new LocalServerResource(name, server.Command)
        {
            ConnectionStringExpression = ReferenceExpression.Create(
                $"Host=127.0.0.1;Port={server.Port.ToString()};Username={PostgresServer.UserName};Password={password}"),
        };
        return builder.AddLocalServer(resource, server.Command, ConnectToPostgresAsync)
            .WithLocalEndpoint("tcp", "tcp", server.Port)
            .OnBeforeResourceStarted((_, _, cancellationToken) => server.PrepareAsync(cancellationToken));
    }

    /// <summary>Adds RabbitMQ and Erlang's port mapper. Otherwise the broker would start a port mapper that outlives it.</summary>
    public static IResourceBuilder<LocalServerResource> AddLocalRabbitMq(this IDistributedApplicationBuilder builder, string name, RabbitMqServer server)
    {
        var password = builder.AddParameter($"{name}-password", () => server.Password, secret: true);
        var portMapper = builder
            .AddExecutable(PortMapperOf(name), server.PortMapperCommand.Program, ServerCommand.WorkingDirectory, [.. server.PortMapperCommand.Arguments]);
        var resource = new LocalServerResource(name, server.Command)
        {
            ConnectionStringExpression = ReferenceExpression.Create(
                $"amqp://{RabbitMqServer.UserName}:{password}@127.0.0.1:{server.Port.ToString()}/{RabbitMqServer.UserName}"),
        };
        var broker = builder.AddLocalServer(resource, server.Command, ConnectToBrokerAsync)
            .WithLocalEndpoint("tcp", "tcp", server.Port)
            .WithLocalEndpoint("management", "http", server.ManagementPort)
            .WithUrlForEndpoint("management", url => url.DisplayText = "Management")
            .WaitForStart(portMapper)
            .OnBeforeResourceStarted((_, _, cancellationToken) => server.PrepareAsync(cancellationToken));
        portMapper.WithParentRelationship(broker);
        return broker;
    }

    /// <summary>The name of the port mapper of a broker.</summary>
    public static string PortMapperOf(string broker) => $"{broker}-epmd";

    private static IResourceBuilder<LocalServerResource> AddLocalServer(
        this IDistributedApplicationBuilder builder, LocalServerResource resource, ServerCommand command, Func<string, CancellationToken, Task> connect)
    {
        var check = $"{resource.Name}-connection";
        builder.Services.AddHealthChecks().AddAsyncCheck(check, cancellationToken => CheckAsync(resource, connect, cancellationToken));
        return builder.AddResource(resource).WithArgs([.. command.Arguments]).WithHealthCheck(check);
    }

    private static IResourceBuilder<LocalServerResource> WithLocalEndpoint(
        this IResourceBuilder<LocalServerResource> server, string name, string scheme, int port) =>
        server.WithEndpoint(port: port, targetPort: port, scheme: scheme, name: name, isProxied: false);

    private static async Task<HealthCheckResult> CheckAsync(
        LocalServerResource resource, Func<string, CancellationToken, Task> connect, CancellationToken cancellationToken)
    {
        try
        {
            var address = await resource.ConnectionStringExpression.GetValueAsync(cancellationToken);
            await connect(address!, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is NpgsqlException or BrokerUnreachableException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy(exception.GetBaseException().Message);
        }
    }

    private static async Task ConnectToPostgresAsync(string address, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(address) { Database = "postgres", Pooling = false, Timeout = (int)ConnectionTimeout.TotalSeconds };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
    }

    private static async Task ConnectToBrokerAsync(string address, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = new Uri(address), RequestedConnectionTimeout = ConnectionTimeout, AutomaticRecoveryEnabled = false };
        await using var connection = await factory.CreateConnectionAsync(cancellationToken);
    }
}
