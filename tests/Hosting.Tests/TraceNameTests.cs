using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using Metropool.Http;
using Metropool.ServiceDefaults;
using Metropool.Testing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Metropool.Hosting.Tests;

/// <summary>Spans have names that say what was done.</summary>
public sealed class TraceNameTests(Servers servers) : IClassFixture<Servers>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SELECT count(*)::int\nFROM things AS t", "SELECT", "things")]
    [InlineData("SELECT t.thing_id FROM \"Things\" AS t WHERE EXISTS (SELECT 1 FROM entries AS e)", "SELECT", "Things")]
    [InlineData("SELECT EXISTS (SELECT 1 FROM entries AS e)", "SELECT", "entries")]
    [InlineData("SELECT extract(year FROM t.made_at), a.x IS DISTINCT FROM b FROM things AS t", "SELECT", "things")]
    [InlineData("SELECT s.id FROM (SELECT t.id FROM things AS t LIMIT 10) AS s LEFT JOIN parts AS p ON true", "SELECT", "things")]
    [InlineData("SELECT 1", "SELECT", null)]
    [InlineData("SELECT pg_try_advisory_xact_lock($1)", "SELECT", null)]
    [InlineData("INSERT INTO things (thing_id, name)\nVALUES ($1, $2)", "INSERT", "things")]
    [InlineData("UPDATE outbox_messages SET due_at = $1 WHERE due_at IS NULL", "UPDATE", "outbox_messages")]
    [InlineData("DELETE FROM inbox_messages WHERE consumed_at < $1", "DELETE", "inbox_messages")]
    [InlineData("-- a remark\nwith due as (select id from outbox_messages) delete from outbox_messages using due", "SELECT", "outbox_messages")]
    [InlineData("SAVEPOINT \"s1\"", "SAVEPOINT", "s1")]
    [InlineData("", null, null)]
    public void A_statement_is_named_by_its_operation_and_table(string sql, string? operation, string? table) =>
        Assert.Equal((operation, table), SqlSpanProcessor.Parse(sql));

    [Fact]
    public async Task A_span_of_SQL_has_the_operation_and_the_table_in_its_name_and_attributes()
    {
        var spans = new Spans();
        await using var service = SampleService.Build(servers.Database, servers.Broker, configure: builder =>
            builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(spans)));
        await service.MakeTablesAsync();
        await service.App.StartAsync(Cancellation);
        var id = Random.Shared.Next(1_000, int.MaxValue);

        using var answer = await service.Client().PostAsync($"/sample/v1/things/{id}", null, Cancellation);
        answer.EnsureSuccessStatusCode();
        await service.Client().GetAsync("/sample/v1/things", Cancellation);

        await Eventually.TrueAsync(() => Task.FromResult(Find("INSERT things") is not null && Find("SELECT things") is not null), "both are recorded");
        var insert = Find("INSERT things")!;
        Assert.Equal(("INSERT", "things"), (insert.GetTagItem("db.operation.name"), insert.GetTagItem("db.collection.name")));

        Activity? Find(string name) => spans.Ended.FirstOrDefault(span => span.Source.Name == "Npgsql" && span.DisplayName == name);
    }

    [Fact]
    public async Task Telemetry_has_the_version_of_the_service()
    {
        await using var service = SampleService.Build(servers.Database, servers.Broker);

        var resource = service.App.Services.GetRequiredService<TracerProvider>().GetResource();

        var version = Assembly.GetEntryAssembly()!.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Assert.NotEmpty(version);
        Assert.Equal(version, resource.Attributes.Single(attribute => attribute.Key == "service.version").Value);
    }

    [Theory]
    [InlineData("GET", "/sample/v1/things", "/sample/v1/things")]
    [InlineData("POST", "/sample/v1/things/7000/stale-change", "/sample/v1/things/{id}/stale-change")]
    [InlineData("POST", "/sample/v1/raise/22012", "/sample/v1/raise/{state}")]
    [InlineData("GET", "/sample/v1/nowhere", null)]
    public async Task The_route_of_a_response_is_returned_on_request_only(string method, string path, string? route)
    {
        await using var service = SampleService.Build(servers.Database, servers.Broker);
        await service.MakeTablesAsync();
        await service.App.StartAsync(Cancellation);

        using var request = new HttpRequestMessage(new(method), path) { Headers = { { RouteHeader.Name, "?" } } };
        using var told = await service.Client().SendAsync(request, Cancellation);
        Assert.Equal(route, told.Headers.TryGetValues(RouteHeader.Name, out var values) ? Assert.Single(values) : null);

        using var plain = new HttpRequestMessage(new(method), path);
        using var untold = await service.Client().SendAsync(plain, Cancellation);
        Assert.False(untold.Headers.Contains(RouteHeader.Name));
    }

    private sealed class Spans : BaseProcessor<Activity>
    {
        public ConcurrentBag<Activity> Ended { get; } = [];

        public override void OnEnd(Activity data) => Ended.Add(data);
    }
}
