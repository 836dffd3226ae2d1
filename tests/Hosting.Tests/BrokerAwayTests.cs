using System.Net;
using System.Text.Json;
using Metropool.Testing;

namespace Metropool.Hosting.Tests;

/// <summary>A service does its work without the broker: the outbox keeps its events.</summary>
public sealed class BrokerAwayTests(Servers servers) : IClassFixture<Servers>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_broker_a_service_is_degraded_and_answers_its_requests()
    {
        await using var service = SampleService.Build(servers.Database, "amqp://127.0.0.1:1/");
        await service.MakeTablesAsync();
        await service.App.StartAsync(Cancellation);

        await Eventually.TrueAsync(async () => (await service.Client().GetAsync("/health", Cancellation)).IsSuccessStatusCode, "the service is ready");
        var health = await service.Client().GetAsync("/health", Cancellation);

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        var report = JsonElement.Parse(await health.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("degraded", report.GetProperty("status").GetString());
        var checks = report.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!);
        Assert.Equal("degraded", checks["outbox"].GetProperty("status").GetString());
        Assert.Equal("degraded", checks["masstransit-bus"].GetProperty("status").GetString());
        Assert.Equal("healthy", checks["database"].GetProperty("status").GetString());
        Assert.Contains("broker", checks["outbox"].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await service.Client().GetAsync("/alive", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.Client().GetAsync("/sample/v1/things", Cancellation)).StatusCode);
    }
}
