using System.Net;
using System.Net.Http.Json;
using Metropool.Testing;
using Metropool.Testing.Servers;

namespace Metropool.EndToEnd.Tests.Platform;

/// <summary>What the tests ask of the broker's management API, about the platform's virtual host.</summary>
internal sealed class BrokerManagement(TestServerAddresses servers) : IDisposable
{
    private readonly HttpClient _http = servers.ManagementClient();
    private readonly string _vhost = servers.RabbitMq.AbsolutePath[1..];

    public void Dispose() => _http.Dispose();

    /// <summary>Closes every connection; clients connect again by themselves. Waits for one: the broker lists a connection some seconds after it was made.</summary>
    /// <returns>How many were cut.</returns>
    public async Task<int> CutConnectionsAsync()
    {
        var closed = 0;
        await Eventually.TrueAsync(async () => (closed = await CutKnownConnectionsAsync()) > 0, "a connection to the broker is cut");
        return closed;
    }

    /// <summary>The error and skipped queues with something in them, and how much. Asked of the queues themselves: statistics come late.</summary>
    public async Task<IReadOnlyList<string>> ParkedMessagesAsync()
    {
        var parked = new List<string>();
        foreach (var queue in await GetAsync<Queue>($"api/queues/{_vhost}?columns=name"))
        {
            if (!queue.Name.EndsWith("_error", StringComparison.Ordinal) && !queue.Name.EndsWith("_skipped", StringComparison.Ordinal))
            {
                continue;
            }

            using var got = await _http.PostAsJsonAsync(
                $"api/queues/{_vhost}/{queue.Name}/get", new { count = 10, ackmode = "ack_requeue_true", encoding = "auto", truncate = 2000 });
            got.EnsureSuccessStatusCode();
            parked.AddRange((await got.Content.ReadFromJsonAsync<Message[]>())!.Select(message => $"{queue.Name}: {message.Payload}"));
        }

        return parked;
    }

    private async Task<int> CutKnownConnectionsAsync()
    {
        var closed = 0;
        foreach (var connection in await GetAsync<Connection>($"api/vhosts/{_vhost}/connections"))
        {
            using var cut = await _http.DeleteAsync(new Uri($"api/connections/{Uri.EscapeDataString(connection.Name)}", UriKind.Relative));
            Assert.True(cut.IsSuccessStatusCode || cut.StatusCode == HttpStatusCode.NotFound, $"A connection can't be cut: {cut.StatusCode}");
            closed += cut.IsSuccessStatusCode ? 1 : 0;
        }

        return closed;
    }

    private async Task<T[]> GetAsync<T>(string path) => (await _http.GetFromJsonAsync<T[]>(new Uri(path, UriKind.Relative)))!;

    private sealed record Connection(string Name);

    private sealed record Queue(string Name);

    private sealed record Message(string Payload);
}
