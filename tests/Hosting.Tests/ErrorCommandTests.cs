using System.Text;
using Metropool.Messaging;
using Metropool.Testing;
using RabbitMQ.Client;

namespace Metropool.Hosting.Tests;

/// <summary>What operations does with messages that no consumer could handle, as commands of a service's own program.</summary>
public sealed class ErrorCommandTests(Servers servers) : IClassFixture<Servers>
{
    private const string Queue = "sample-programme-time-moved";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failed_messages_are_listed_replayed_and_discarded_by_commands()
    {
        await using var service = SampleService.Build(servers.Database, servers.Broker);
        await service.App.Services.DeployTopologyAsync(Cancellation);
        var id = Guid.CreateVersion7();
        await FailAsync(id);
        await using var operations = SampleService.Build(servers.Database, servers.Broker);

        var (code, said) = await RunAsync(operations, "errors");
        Assert.Equal(0, code);
        Assert.Equal([$"{Queue}\t{id}\tunreadable\t2026-09-01T10:00:00Z\tTwee regels."], said);

        var line = said;
        (code, said) = await RunAsync(operations, "replay-errors");
        Assert.Equal(0, code);
        Assert.Equal(line, said);
        await Eventually.TrueAsync(async () => await CountAsync(Queue) == 1, "it is back in its queue");
        await FailAsync(id);
        (code, said) = await RunAsync(operations, "discard-error", id.ToString());
        Assert.Equal(0, code);
        Assert.Equal(line, said);
        (code, said) = await RunAsync(operations, "errors");
        Assert.Equal(0, code);
        Assert.Empty(said);
    }

    [Fact]
    public async Task A_message_without_an_id_is_listed_and_discarded_by_a_digest()
    {
        await using var service = SampleService.Build(servers.Database, servers.Broker);
        await service.App.Services.DeployTopologyAsync(Cancellation);
        await FailAsync(null);
        await using var operations = SampleService.Build(servers.Database, servers.Broker);

        var said = (await RunAsync(operations, "errors")).Said;
        var id = Assert.Single(said).Split('\t')[1];
        Assert.StartsWith("sha256-", id, StringComparison.Ordinal);

        Assert.Equal((0, said[0]), await RunAsync(operations, "discard-error", id) is var (code, line) ? (code, Assert.Single(line)) : default);
        Assert.Empty((await RunAsync(operations, "errors")).Said);
    }

    [Theory]
    [InlineData(64, "replay-errors", "everything")]
    [InlineData(64, "discard-error", "everything")]
    [InlineData(64, "discard-error")]
    [InlineData(1, "replay-errors", "0199aaaa-0000-7000-8000-000000000000")]
    [InlineData(1, "discard-error", "0199aaaa-0000-7000-8000-000000000000")]
    [InlineData(1, "discard-error", "sha256-0123456789abcdef")]
    [InlineData(64, "discard-error", "-")]
    public async Task A_command_for_an_unknown_message_fails(int code, params string[] command)
    {
        await using var service = SampleService.Build(servers.Database, servers.Broker);
        await service.App.Services.DeployTopologyAsync(Cancellation);
        await using var operations = SampleService.Build(servers.Database, servers.Broker);

        Assert.Equal(code, (await RunAsync(operations, command)).Code);
    }

    // The console is everybody's: other tests log to it at the same time.
    private static async Task<(int Code, IReadOnlyList<string> Said)> RunAsync(SampleService service, params string[] command)
    {
        var (said, before) = (new StringWriter(), Console.Out);
        Console.SetOut(TextWriter.Synchronized(said));
        try
        {
            var code = await service.App.RunServiceAsync<SampleDbContext>(command);
            return (code, [.. said.ToString().Split('\n').Where(line => line.StartsWith(Queue, StringComparison.Ordinal))]);
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    private async Task FailAsync(Guid? id)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(servers.Broker) }.CreateConnectionAsync(Cancellation);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), Cancellation);
        var properties = new BasicProperties
        {
            MessageId = id?.ToString(),
            Headers = new Dictionary<string, object?> { ["MT-Fault-Message"] = "Twee\nregels.", ["MT-Fault-Timestamp"] = "2026-09-01T12:00:00.0000000+02:00" },
        };
        await channel.BasicPublishAsync("", $"{Queue}_error", mandatory: true, properties, Encoding.UTF8.GetBytes("{ nee"), Cancellation);
    }

    private async Task<uint> CountAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(servers.Broker) }.CreateConnectionAsync(Cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        return await channel.MessageCountAsync(queue, Cancellation);
    }
}
