using System.Net.Http.Json;

namespace Metropool.Testing.Servers;

/// <summary>A virtual host for one test fixture, deleted when disposed. The management API creates it in milliseconds.</summary>
public sealed class TestVhost : IAsyncDisposable
{
    private readonly HttpClient _management;
    private readonly string _name;

    private TestVhost(HttpClient management, Uri broker, string name) =>
        (_management, _name, Address) = (management, name, new UriBuilder(broker) { Path = name }.Uri);

    /// <summary>The name.</summary>
    public string Name => _name;

    /// <summary>The <c>amqp://</c> address with the virtual host.</summary>
    public Uri Address { get; }

    /// <summary>Creates a virtual host with a unique name.</summary>
    public static async Task<TestVhost> CreateAsync(TestServerAddresses servers, string prefix)
    {
        ArgumentNullException.ThrowIfNull(servers);
        var name = $"test-{prefix}-{Guid.NewGuid():N}";
        var management = servers.ManagementClient();
        using var created = await management.PutAsJsonAsync($"api/vhosts/{name}", new { });
        created.EnsureSuccessStatusCode();
        return new TestVhost(management, servers.RabbitMq, name);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var deleted = await _management.DeleteAsync(new Uri($"api/vhosts/{_name}", UriKind.Relative));
        _management.Dispose();
    }
}
