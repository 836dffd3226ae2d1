using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Metropool.Testing;
using Metropool.Testing.Servers;
using Npgsql;
using RabbitMQ.Client;

namespace Metropool.Messaging.Tests;

/// <summary>A database and a broker of a test's own, each behind a door that the test can close.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly TestServerAddresses _servers;
    private readonly TestVhost _vhost;
    private readonly Dictionary<string, TestDatabase> _databases = [];
    private readonly List<IAsyncDisposable> _disposables = [];
    private readonly int _commandTimeout;
    private IChannel? _channel;

    private World(TestServerAddresses servers, TestVhost vhost, int commandTimeout)
    {
        var postgres = new NpgsqlConnectionStringBuilder(servers.Postgres);
        (_servers, _vhost, _commandTimeout) = (servers, vhost, commandTimeout);
        Postgres = TcpGate.Before(postgres.Host!, postgres.Port);
        Broker = TcpGate.Before(vhost.Address.Host, vhost.Address.Port);
    }

    /// <summary>The door before PostgreSQL.</summary>
    public TcpGate Postgres { get; }

    /// <summary>The door before RabbitMQ.</summary>
    public TcpGate Broker { get; }

    /// <summary>Makes both.</summary>
    /// <param name="commandTimeout">How long a service waits for a database that says nothing, in seconds.</param>
    /// <param name="servers">Where; the servers of all tests unless given.</param>
    public static async Task<World> CreateAsync(int commandTimeout = 30, TestServerAddresses? servers = null)
    {
        servers ??= await TestServers.GetAsync(TestContext.Current.CancellationToken);
        return new(servers, await TestVhost.CreateAsync(servers, "messaging"), commandTimeout);
    }

    /// <summary>A process of a service, not started. Processes of the same name share a database, but no pool of connections.</summary>
    public TestService Build(
        string name = "library",
        bool consumes = true,
        MessagingSettings? settings = null,
        string? password = null,
        TimeProvider? clock = null,
        bool isBehindDoor = true)
    {
        var service = TestService.Build(name, ConnectionString(name), isBehindDoor ? BrokerAddress(password) : _vhost.Address, consumes, settings, clock);
        _disposables.Add(service);
        return service;
    }

    /// <summary>A process of a service to be killed.</summary>
    public Victim StartVictim(bool consumes = true) => Victim.Start("library", ConnectionString("library"), BrokerAddress(), consumes);

    private string ConnectionString(string name)
    {
        if (!_databases.TryGetValue(name, out var database))
        {
            _databases.Add(name, database = TestDatabase.Named(_servers, "messaging"));
        }

        return new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Host = "127.0.0.1",
            Port = Postgres.Port,
            Timeout = 15,
            CommandTimeout = _commandTimeout,
            ApplicationName = $"{name} {_disposables.Count}",
        }.ConnectionString;
    }

    private Uri BrokerAddress(string? password = null)
    {
        var address = new UriBuilder(_vhost.Address) { Host = "127.0.0.1", Port = Broker.Port };
        address.Password = password ?? address.Password;
        return address.Uri;
    }

    /// <summary>Runs a service's migrate step, as a process of its own.</summary>
    public async Task MigrateAsync(string name = "library", bool consumes = true)
    {
        await using var service = Build(name, consumes);
        await service.MigrateAsync();
    }

    /// <summary>A process of a service that is migrated and runs.</summary>
    public async Task<TestService> RunAsync(string name = "library", bool consumes = true, MessagingSettings? settings = null)
    {
        await MigrateAsync(name, consumes);
        return await Build(name, consumes, settings).StartAsync();
    }

    /// <summary>Gives the database back, and forgets the connections that were cut: those of the test itself, as the service forgets its own.</summary>
    public void GivePostgresBack()
    {
        Postgres.Open();
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>A channel to the broker itself, not through the door.</summary>
    public async Task<IChannel> ChannelAsync()
    {
        if (_channel is null)
        {
            var connection = await new ConnectionFactory { Uri = _vhost.Address }.CreateConnectionAsync();
            _disposables.Add(connection);
            _channel = await connection.CreateChannelAsync();
        }

        return _channel;
    }

    /// <summary>The names of what there is in the virtual host.</summary>
    /// <param name="kind"><c>queues</c> or <c>exchanges</c>.</param>
    public async Task<HashSet<string>> NamesAsync(string kind) =>
        (await ManageAsync(kind)).Select(item => (string)item!["name"]!)
            .Where(name => name.Length > 0 && !name.StartsWith("amq.", StringComparison.Ordinal)).ToHashSet();

    /// <summary>What the management API says about a kind of thing in the virtual host.</summary>
    public async Task<JsonArray> ManageAsync(string kind)
    {
        using var management = _servers.ManagementClient();
        return (await management.GetFromJsonAsync<JsonArray>($"api/{kind}{_vhost.Address.AbsolutePath}"))!;
    }

    /// <summary>The first message of a queue, taken out of it; waits until there is one.</summary>
    public async Task<BasicGetResult> TakeAsync(string queue)
    {
        var channel = await ChannelAsync();
        return await Eventually.ValueAsync(() => channel.BasicGetAsync(queue, autoAck: true), $"a message in {queue}");
    }

    /// <summary>How many messages wait in a queue.</summary>
    public async Task<uint> CountAsync(string queue) => await (await ChannelAsync()).MessageCountAsync(queue);

    public async ValueTask DisposeAsync()
    {
        Postgres.Open();
        Broker.Open();
        foreach (var disposable in Enumerable.Reverse(_disposables))
        {
            await disposable.DisposeAsync();
        }

        await Postgres.DisposeAsync();
        await Broker.DisposeAsync();
        await _vhost.DisposeAsync();
        foreach (var database in _databases.Values)
        {
            await database.DisposeAsync();
        }
    }
}
