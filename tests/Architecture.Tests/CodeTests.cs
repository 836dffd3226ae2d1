using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using MassTransit;
using Metropool.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Metropool.Architecture.Tests;

/// <summary>Each rule is shown twice: the services keep it, and <see cref="Wrong"/> would be seen.</summary>
public sealed class CodeTests
{
    private static readonly Assembly Here = typeof(CodeTests).Assembly;

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void A_service_asks_programme_time_and_never_the_machine(string service) =>
        Assert.Empty(CompiledCode.UsesOfTheSystemClock(Codebase.AssemblyOf(service)));

    [Fact]
    public void Asking_the_machine_would_be_seen() =>
        Assert.Equal(
            ["System.DateTime.get_UtcNow", "System.DateTimeOffset.get_Now", "System.TimeProvider.get_System"], CompiledCode.UsesOfTheSystemClock(Here).Order());

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void A_service_judges_emptiness_by_the_text_policy(string service) => Assert.Empty(CompiledCode.UsesOfWhiteSpaceAlone(Codebase.AssemblyOf(service)));

    [Fact]
    public void Judging_emptiness_by_white_space_alone_would_be_seen() =>
        Assert.Equal(["System.String.IsNullOrWhiteSpace"], CompiledCode.UsesOfWhiteSpaceAlone(Here));

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void Names_of_tables_are_in_the_plural(string service) => Assert.Empty(Tables.InTheSingular(Tables.Of(service)));

    [Fact]
    public void A_table_with_a_name_in_the_singular_would_be_seen() =>
        Assert.Equal(["edition", "calendar_entry"], Tables.InTheSingular(["edition", "editions", "people", "calendar_entry", "programme_time"]));

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void A_service_publishes_through_the_outbox_and_has_no_bus(string service) => Assert.Empty(CompiledCode.UsesOfTheBus(Codebase.AssemblyOf(service)));

    [Fact]
    public void Having_the_bus_would_be_seen() => Assert.Contains("MassTransit.IBus", CompiledCode.UsesOfTheBus(Here));

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void A_service_runs_its_transactions_through_InTransactionAsync(string service) =>
        Assert.Empty(CompiledCode.TransactionsByHand(Codebase.AssemblyOf(service)));

    [Fact]
    public void A_transaction_by_hand_would_be_seen() =>
        Assert.Equal(["Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade.BeginTransactionAsync"], CompiledCode.TransactionsByHand(Here));

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void A_service_knows_no_other_service(string service) => Assert.Empty(CompiledCode.OtherServices(Codebase.AssemblyOf(service)));

    [Fact]
    public void Knowing_another_service_would_be_seen() => Assert.Contains("Metropool.Intake", CompiledCode.OtherServices(Here));

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void Consumers_are_internal_and_sealed(string service) => Assert.Empty(CompiledCode.OpenConsumers(Codebase.AssemblyOf(service)));

    [Fact]
    public void An_open_consumer_would_be_seen() =>
        Assert.Equal(new[] { typeof(Wrong.UnsealedConsumer), typeof(Wrong.PublicConsumer) }.ToHashSet(), CompiledCode.OpenConsumers(Here).ToHashSet());

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void What_is_in_a_service_is_internal(string service) => Assert.Empty(CompiledCode.PublicTypes(Codebase.AssemblyOf(service)));

    [Fact]
    public void A_public_type_would_be_seen() => Assert.Contains(typeof(Wrong), CompiledCode.PublicTypes(Here));

    [Fact]
    public void Events_have_no_behaviour() => Assert.Empty(CompiledCode.BehaviourOfEvents(typeof(IIntegrationEvent).Assembly.GetTypes()));

    [Fact]
    public void Behaviour_of_an_event_would_be_seen() => Assert.Equal(["EventThatActs.Act"], CompiledCode.BehaviourOfEvents(Here.GetTypes()));
}

/// <summary>Everything that must not be, to show that the tests see it.</summary>
public static class Wrong
{
    public static object[] Clocks() => [DateTime.UtcNow, DateTimeOffset.Now, TimeProvider.System];

    public static bool IsEmpty(string text) => string.IsNullOrWhiteSpace(text);

    public static Task PastTheOutboxAsync(IBus bus) =>
        bus.Publish(new EventThatActs { AggregateId = Guid.Empty, Version = 1, OccurredAt = default }, TestContext.Current.CancellationToken);

    public static Task<IDbContextTransaction> TransactionByHandAsync(DbContext db) => db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);

    /// <summary>Compiles only because this project sees a service.</summary>
    public static Type AnotherService() => typeof(Metropool.Intake.Migrations.Initial);

    public sealed record EventThatActs : IIntegrationEvent
    {
        public required Guid AggregateId { get; init; }

        public required long Version { get; init; }

        public required DateTimeOffset OccurredAt { get; init; }

        public Guid? DataSubjectId => null;

        public string Act() => $"{AggregateId} acts";
    }

    public sealed class PublicConsumer : IConsumer<EventThatActs>
    {
        public Task Consume(ConsumeContext<EventThatActs> context) => Task.CompletedTask;
    }

    [SuppressMessage("Performance", "CA1852", Justification = "That it isn't sealed is what it shows.")]
    internal class UnsealedConsumer : IConsumer<EventThatActs>
    {
        public Task Consume(ConsumeContext<EventThatActs> context) => Task.CompletedTask;
    }
}
