using System.Text.Json.Nodes;
using Metropool.Contracts;
using Metropool.Messaging.Topology;
using Metropool.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging.Tests;

public sealed class TopologyTests
{
    private const string Namespace = "Metropool.Messaging.Tests";

    [Fact]
    public async Task Migrating_declares_the_queues_their_error_queues_and_nothing_else()
    {
        await using var world = await World.CreateAsync();

        await world.MigrateAsync();

        Assert.Equal(["library-book", "library-book_error"], (await world.NamesAsync("queues")).Order());
    }

    [Fact]
    public async Task Migrating_declares_an_exchange_for_every_event_and_none_for_the_common_interface()
    {
        await using var world = await World.CreateAsync();

        await world.MigrateAsync(consumes: false);

        var exchanges = await world.NamesAsync("exchanges");
        var events = EventTypes.Of(typeof(IIntegrationEvent).Assembly);
        Assert.NotEmpty(events);
        Assert.Superset(events.Select(type => $"{type.Namespace}:{type.Name}").ToHashSet(), exchanges);
        Assert.DoesNotContain(exchanges, name => name.Contains(nameof(IIntegrationEvent), StringComparison.Ordinal));
        Assert.DoesNotContain(exchanges, name => name.Contains("Fault", StringComparison.Ordinal));
    }

    [Fact]
    public void No_event_derives_from_another() =>
        Assert.All(EventTypes.Of(typeof(TopologyTests).Assembly), type => Assert.Equal((typeof(object), true), (type.BaseType, type.IsSealed)));

    [Fact]
    public async Task Migrating_binds_an_event_to_the_queues_of_its_consumers_alone()
    {
        await using var world = await World.CreateAsync();

        await world.MigrateAsync();

        var bindings = (await world.ManageAsync("bindings")).Select(binding => ((string)binding!["source"]!, (string)binding["destination"]!)).ToHashSet();
        Assert.Equal(
            [($"{Namespace}:BookChanged", "library-book")], bindings.Where(binding => binding.Item1.StartsWith("Metropool.", StringComparison.Ordinal)));
        Assert.Contains(("library-book_error", "library-book_error"), bindings);
    }

    [Fact]
    public async Task Queues_are_quorum_queues_that_never_drop_a_message()
    {
        await using var world = await World.CreateAsync();

        await world.MigrateAsync();

        foreach (var queue in await world.ManageAsync("queues"))
        {
            var arguments = (JsonObject)queue!["arguments"]!;
            Assert.True((bool)queue["durable"]!);
            Assert.Equal("quorum", (string)arguments["x-queue-type"]!);
            Assert.Equal("library-book_error", (string)arguments["x-dead-letter-exchange"]!);
            Assert.True((int)arguments["x-delivery-limit"]! >= 1000);
        }
    }

    [Fact]
    public async Task Migrating_again_consumes_nothing()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        await using var publisher = await world.RunAsync("publisher", consumes: false);
        await publisher.PublishAsync(new BookChanged { BookId = Guid.CreateVersion7(), Version = 1, Title = "" });
        await publisher.OutboxIsEmptyAsync();

        await world.MigrateAsync();

        Assert.Equal(1u, await world.CountAsync("library-book"));
    }

    [Fact]
    public async Task Migrating_fails_with_the_reason_when_the_broker_refuses_the_user()
    {
        await using var world = await World.CreateAsync();
        await using var service = world.Build(password: "another");

        var refused = await Assert.ThrowsAsync<RabbitMQ.Client.Exceptions.BrokerUnreachableException>(service.MigrateAsync);

        Assert.Contains("ACCESS_REFUSED", refused.GetBaseException().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrating_ends_when_the_bus_is_stopped_while_an_endpoint_becomes_ready()
    {
        await using var world = await World.CreateAsync();
        await using var service = world.Build();
        service.Services.GetRequiredService<EndpointBehaviour>().HoldsUntilStopping = true;

        await service.MigrateAsync();

        Assert.Contains("library-book", await world.NamesAsync("queues"));
    }

    [Fact]
    public async Task An_event_that_is_published_between_migration_and_first_start_of_a_service_arrives()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        await using var publisher = await world.RunAsync("publisher", consumes: false);
        var book = Guid.CreateVersion7();
        await publisher.PublishAsync(new BookChanged { BookId = book, Version = 1, Title = "Vroeg" });
        await publisher.OutboxIsEmptyAsync();

        await using var library = await world.Build().StartAsync();

        await library.CopyAsync(book, copy => copy.Title == "Vroeg", "the event that came first");
    }

    [Fact]
    public async Task A_new_consumer_catches_up_when_the_owner_announces()
    {
        await using var world = await World.CreateAsync();
        await using var owner = await world.RunAsync("owner", consumes: false);
        var book = new BookChanged { BookId = Guid.CreateVersion7(), Version = 3, Title = "Derde druk" };
        await owner.PublishAsync(book);
        await owner.OutboxIsEmptyAsync();

        await using var library = await world.RunAsync();
        await owner.PublishAsync(book);

        Assert.Equal(3, (await library.CopyAsync(book.BookId, _ => true, "the state that was announced")).Version);
    }

    [Fact]
    public async Task Migrating_waits_for_the_broker()
    {
        await using var world = await World.CreateAsync();
        await using var service = world.Build();
        world.Broker.Close();

        var migrating = service.MigrateAsync();
        await Eventually.TrueAsync(() => Task.FromResult(world.Broker.Refused >= 2), "it has tried");
        Assert.False(migrating.IsCompleted);
        world.Broker.Open();
        await migrating;

        Assert.Contains("library-book", await world.NamesAsync("queues"));
    }
}
