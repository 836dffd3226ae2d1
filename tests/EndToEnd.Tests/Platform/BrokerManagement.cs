using System.Net;
using System.Net.Http.Json;
using Metropool.Testing;
using Metropool.Testing.Servers;

namespace Metropool.EndToEnd.Tests.Platform;

/// <summary>A client of the broker's management API, for the virtual host of the platform.</summary>
internal sealed class BrokerManagement(TestServerAddresses servers) : IDisposable
{
    private readonly HttpClient _http = servers.ManagementClient();
    private readonly string _vhost = servers.RabbitMq.AbsolutePath[1..];

    public void Dispose() => _http.Dispose();

    /// <summary>Closes all connections; clients reconnect. Waits for at least one, because the broker lists new connections after some seconds.</summary>
    /// <returns>The number of closed connections.</returns>
    public async Task<int> CloseConnectionsAsync()
    {
        var closed = 0;
        await Eventually.TrueAsync(async () => (closed = await CloseListedConnectionsAsync()) > 0, "a closed connection to the broker");
        return closed;
    }

    /// <summary>The messages in error and skipped queues. They are read from the queues, because statistics are updated late.</summary>
    public async Task<IReadOnlyList<string>> ParkedMessagesAsync()
    {
        var parked = new List<string>();
        foreach (var queue in await GetAsync<Queue>($"api/queues/{_vhost}?columns=name"))
        {
            if (!queue.Name.EndsWith("_error", StringComparison.Ordinal) && !queue.Name.EndsWith("_skipped", StringComparison.Ordinal))
            {
                continue;
            }

            using var messages = await _http.PostAsJsonAsync(
                $"api/queues/{_vhost}/{queue.Name}/get", new { count = 10, ackmode = "ack_requeue_true", encoding = "auto", truncate = 2000 });
            messages.EnsureSuccessStatusCode();
            parked.AddRange((await messages.Content.ReadFromJsonAsync<Message[]>())!.Select(message => $"{queue.Name}: {message.Payload}"));
        }

        return parked;
    }

    private async Task<int> CloseListedConnectionsAsync()
    {
        var closed = 0;
        foreach (var connection in await GetAsync<Connection>($"api/vhosts/{_vhost}/connections"))
        {
            using var deleted = await _http.DeleteAsync(new Uri($"api/connections/{Uri.EscapeDataString(connection.Name)}", UriKind.Relative));
            Assert.True(
                deleted.IsSuccessStatusCode || deleted.StatusCode == HttpStatusCode.NotFound, $"A connection could not be closed: {deleted.StatusCode}");
            closed += deleted.IsSuccessStatusCode ? 1 : 0;
        }

        return closed;
    }

    private async Task<T[]> GetAsync<T>(string path) => (await _http.GetFromJsonAsync<T[]>(new Uri(path, UriKind.Relative)))!;

    private sealed record Connection(string Name);

    private sealed record Queue(string Name);

    private sealed record Message(string Payload);
}
