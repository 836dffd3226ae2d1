using Metropool.Jobs;
using Microsoft.Extensions.Hosting;

namespace Metropool.Architecture.Tests;

/// <summary>There is one way to do a thing in all services. Each rule is tested twice: the services follow it, and a violation is found.</summary>
public sealed class DialectTests
{
    [Fact]
    public void Refusals_are_created_in_the_class_Refusals_of_a_service()
    {
        Assert.Equal([], Dialect.RefusalsElsewhere(SourceCode.Files("services")));
        Assert.Equal(["Thing.cs"], Dialect.RefusalsElsewhere([new("Thing.cs", "return Refusal.Conflict(\"intake.thing\", \"A thing.\");")]));
    }

    [Fact]
    public void The_same_code_has_the_same_status_in_all_services()
    {
        Assert.Equal([], Dialect.CodesWithDifferentStatuses(SourceCode.Files("services")));
        Assert.Equal(
            ["own-file: Conflict, Forbidden"],
            Dialect.CodesWithDifferentStatuses(
                [new("A.cs", "Refusal.Conflict(\"a.own-file\", \"A.\")"), new("B.cs", "Refusal.Forbidden(\"b.own-file\", \"B.\")")]));
    }

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void A_consumer_is_named_after_its_event_and_is_in_Consumers(string service) =>
        Assert.Empty(Dialect.MisplacedConsumers(Codebase.AssemblyOf(service)));

    [Fact]
    public void A_misplaced_consumer_is_found() =>
        Assert.Contains(typeof(Wrong.PublicConsumer).FullName, Dialect.MisplacedConsumers(typeof(Wrong).Assembly));

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void The_state_of_another_service_is_applied_by_Apply(string service) =>
        Assert.Empty(Dialect.OtherWaysToApply(Codebase.AssemblyOf(service)));

    [Fact]
    public void Another_way_to_apply_a_state_is_found() =>
        Assert.Equal([$"{typeof(WrongReplica).FullName}.{nameof(WrongReplica.Learn)}"], Dialect.OtherWaysToApply(typeof(WrongReplica).Assembly));

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void Recurring_work_is_a_job(string service) =>
        Assert.Empty(Dialect.OtherWaysToRepeat(Codebase.AssemblyOf(service)));

    [Fact]
    public void Another_way_to_repeat_work_is_found() => Assert.Equal(
        new[] { typeof(WrongLoop).FullName, typeof(Cleaner).FullName }.Order(), Dialect.OtherWaysToRepeat(typeof(WrongLoop).Assembly).Order());

    [Fact]
    public void Requests_and_answers_are_described_by_XML_comments()
    {
        Assert.Equal([], Dialect.DescriptionAttributes(SourceCode.Files("services", "platform", "gateway")));
        Assert.Equal(["Thing.cs"], Dialect.DescriptionAttributes([new("Thing.cs", "[Description(\"A thing.\")]")]));
    }

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void Requests_are_top_level_types_and_answers_are_details_or_summaries(string service) =>
        Assert.Empty(Dialect.OtherNamesOfContracts(Codebase.AssemblyOf(service)));

    [Fact]
    public void Another_name_of_a_contract_is_found() => Assert.Equal(
        new[] { typeof(WrongView).FullName, typeof(WrongReplica.NestedRequest).FullName }.Order(),
        Dialect.OtherNamesOfContracts(typeof(WrongView).Assembly).Order());

    [Fact]
    public void An_entity_is_configured_beside_it_and_queries_name_what_they_load()
    {
        Assert.Equal([], Dialect.OtherWaysToMap(SourceCode.Files("services")));
        Assert.Equal(
            ["A.cs", "BDbContext.cs"],
            Dialect.OtherWaysToMap([new("A.cs", "navigation.AutoInclude()"), new("BDbContext.cs", "model.Entity<Thing>(thing => { });"), new("C.cs", "")]));
    }

    [Fact]
    public void Names_and_texts_use_plain_words()
    {
        Assert.Equal([], Dialect.UnclearWords(SourceCode.Files("services", "platform", "gateway", "tools", "AppHost", "ServiceDefaults")));
        Assert.Equal(
            ["A.cs: HandInChapter", "A.cs: nobody"], Dialect.UnclearWords([new("A.cs", "HandInChapter // what nobody reads")]));
    }
}

internal sealed record WrongView;

internal sealed class WrongReplica
{
    public long Version { get; private set; }

    public void Learn(Wrong.EventThatActs state) => Version = state.Version;

    internal sealed record NestedRequest;
}

internal sealed class WrongLoop : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
}

internal sealed class Cleaner : IJob
{
    public static string Name => "clean";

    public Task<int> RunAsync(CancellationToken cancellationToken) => Task.FromResult(0);
}
