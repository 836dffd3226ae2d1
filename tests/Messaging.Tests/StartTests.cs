using Metropool.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Metropool.Messaging.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task Without_broker_and_database_a_service_starts_reports_both_and_recovers()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        world.Broker.Close();
        world.Postgres.Close();
        await using var service = world.Build();

        await service.StartHostAsync();

        var report = await HealthAsync(service, HealthStatus.Degraded);
        Assert.Contains("broker", report.Entries["outbox"].Description, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HealthStatus.Degraded, report.Entries["masstransit-bus"].Status);

        world.Broker.Open();
        await Eventually.TrueAsync(async () => (await service.HealthAsync()).Entries["masstransit-bus"].Status == HealthStatus.Healthy, "the bus is there");
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync(service, HealthStatus.Degraded)).Entries["outbox"].Status);

        world.GivePostgresBack();
        await HealthAsync(service, HealthStatus.Healthy);
        var book = Guid.CreateVersion7();
        await service.PublishAsync(new BookChanged { BookId = book, Version = 1, Title = "" });
        await service.CopyAsync(book, _ => true, "a copy");
    }

    [Fact]
    public async Task Consumers_reconnect_to_the_broker()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();

        world.Broker.Close();
        await HealthAsync(service, HealthStatus.Degraded);
        world.Broker.Open();
        await HealthAsync(service, HealthStatus.Healthy);

        var book = Guid.CreateVersion7();
        await service.PublishAsync(new BookChanged { BookId = book, Version = 1, Title = "" });
        await service.CopyAsync(book, _ => true, "a copy");
    }

    private static async Task<HealthReport> HealthAsync(TestService service, HealthStatus status) =>
        await Eventually.ValueAsync(async () => await service.HealthAsync() is { } report && report.Status == status ? report : null, $"health is {status}");
}
