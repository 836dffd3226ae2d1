using System.Text.Json.Nodes;
using Metropool.Contracts;
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
    public async Task Migrating_declares_the_exchange_of_every_event_and_none_for_what_is_common_to_all()
    {
        await using var world = await World.CreateAsync();

        await world.MigrateAsync(consumes: false);

        var exchanges = await world.NamesAsync("exchanges");
        var events = typeof(IIntegrationEvent).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IIntegrationEvent))).ToArray();
        Assert.True(events.Length > 30, "the contracts have events");
        Assert.Superset(events.Select(type => $"{type.Namespace}:{type.Name}").ToHashSet(), exchanges);
        Assert.DoesNotContain(exchanges, name => name.Contains(nameof(IIntegrationEvent), StringComparison.Ordinal));
        Assert.DoesNotContain(exchanges, name => name.Contains("Fault", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Migrating_binds_a_derived_event_to_its_base_and_the_base_to_the_queue()
    {
        await using var world = await World.CreateAsync();

        await world.MigrateAsync();

        var bindings = (await world.ManageAsync("bindings")).Select(binding => ((string)binding!["source"]!, (string)binding["destination"]!)).ToHashSet();
        Assert.Contains(($"{Namespace}:BookLent", $"{Namespace}:BookChanged"), bindings);
        Assert.Contains(($"{Namespace}:BookChanged", "library-book"), bindings);
        Assert.Contains(("library-book_error", "library-book_error"), bindings);
        Assert.Contains(("Metropool.Contracts.Scheduling:ParticipantEnrolled", "Metropool.Contracts.Scheduling:ParticipationChanged"), bindings);
    }

    [Fact]
    public async Task Queues_are_quorum_queues_that_never_throw_a_message_away()
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
    public async Task Migrating_again_consumes_nothing_and_changes_nothing()
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
    public async Task Migrating_ends_with_the_reason_where_the_broker_refuses_who_comes()
    {
        await using var world = await World.CreateAsync();
        await using var service = world.Build(password: "another");

        var refused = await Assert.ThrowsAsync<RabbitMQ.Client.Exceptions.BrokerUnreachableException>(service.MigrateAsync);

        Assert.Contains("ACCESS_REFUSED", refused.GetBaseException().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrating_ends_also_where_the_bus_is_stopped_at_the_moment_that_an_endpoint_is_ready()
    {
        await using var world = await World.CreateAsync();
        await using var service = world.Build();
        service.Services.GetRequiredService<EndpointBehaviour>().HoldsUntilStopping = true;

        await service.MigrateAsync();

        Assert.Contains("library-book", await world.NamesAsync("queues"));
    }

    [Fact]
    public async Task What_is_published_after_a_service_was_migrated_and_before_it_ever_ran_is_not_lost()
    {
        await using var world = await World.CreateAsync();
        await world.MigrateAsync();
        await using var publisher = await world.RunAsync("publisher", consumes: false);
        var book = Guid.CreateVersion7();
        await publisher.PublishAsync(new BookLent { BookId = book, Version = 1, Title = "Vroeg" });
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
    public async Task Migrating_waits_for_a_broker_that_is_not_there_yet()
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
