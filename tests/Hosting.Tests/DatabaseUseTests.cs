using Metropool.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Hosting.Tests;

/// <summary>The measurement that the database tests of all services rely on finds what it is for.</summary>
public sealed class DatabaseUseTests(Servers servers) : IClassFixture<Servers>, IAsyncLifetime
{
    private const int Few = 2;
    private const int Many = 12;
    private readonly DatabaseUseRecorder _recorder = new();
    private SampleService _service = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = SampleService.Build(
            servers.Database, servers.Broker, map: Map, configure: builder => builder.Services.AddSingleton<IStartupFilter>(_recorder));
        await _service.MakeTablesAsync();
        await using var scope = _service.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SampleDbContext>();
        await db.Entries.ExecuteDeleteAsync(Cancellation);
        await db.Things.ExecuteDeleteAsync(Cancellation);
        db.Add(new Thing { ThingId = 1 });
        db.AddRange(Enumerable.Range(0, Many).Select(number => new Entry { Name = "name", Group = number }));
        await db.SaveChangesAsync(Cancellation);
        await _service.App.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _recorder.Dispose();
        await _service.DisposeAsync();
    }

    private static void Map(RouteGroupBuilder v1)
    {
        v1.MapGet("/at-once", async (int below, SampleDbContext db) =>
            (await db.Entries.Where(entry => entry.Group < below).ToListAsync()).Count).AllowAnonymous();
        v1.MapGet("/one-by-one", async (int below, SampleDbContext db) =>
        {
            for (var group = 0; group < below; group++)
            {
                await db.Entries.Where(entry => entry.Group == group).SingleAsync();
            }

            return below;
        }).AllowAnonymous();
        v1.MapGet("/product", async (int below, SampleDbContext db) =>
        {
            var entries = db.Entries.Where(entry => entry.Group < below);
            return (await entries.SelectMany(_ => entries, (a, b) => new { a, b }).ToListAsync()).Count;
        }).AllowAnonymous();
        v1.MapGet("/first", async (int below, SampleDbContext db) =>
        {
            await db.Entries.OrderBy(entry => entry.Group).FirstAsync();
            return below;
        }).AllowAnonymous();
        v1.MapGet("/split", async (int below, SampleDbContext db) =>
        {
            var groups = db.Things.Select(thing => db.Entries.Where(entry => entry.Group < below && thing.ThingId > 0).ToList());
            return (await groups.AsSplitQuery().SingleAsync()).Count;
        }).AllowAnonymous();
        v1.MapGet("/whole-table", (int below, SampleDbContext db) => db.Entries.AsEnumerable().Count(entry => entry.Group < below)).AllowAnonymous();
    }

    [Fact]
    public async Task The_commands_and_rows_of_a_request_are_counted()
    {
        Assert.Equal(new DatabaseUse(1, Many), await UseAsync("at-once", Many));
        Assert.Equal(new DatabaseUse(Many, Many), await UseAsync("one-by-one", Many));
        Assert.Equal(new DatabaseUse(1, Many * Many), await UseAsync("product", Many));
        Assert.Equal(new DatabaseUse(1, Many), await UseAsync("whole-table", Few));
        Assert.Equal(new DatabaseUse(1, 1), await UseAsync("first", 1));
        Assert.Equal(new DatabaseUse(2, 1 + Many), await UseAsync("split", Many));
    }

    [Theory]
    [InlineData("at-once", null)]
    [InlineData("one-by-one", "the commands grow from 2 to 12 for 10 more elements")]
    [InlineData("product", "the rows grow from 4 to 144 for 10 more elements")]
    public async Task A_request_that_reads_more_than_it_returns_is_found(string path, string? fault)
    {
        var (few, many) = (await UseAsync(path, Few), await UseAsync(path, Many));

        Assert.Equal(fault, Faults(Children.Added, (Few, few), (Many, many)).FirstOrDefault());
    }

    [Fact]
    public void A_measurement_without_more_elements_is_a_fault() => Assert.Equal(
        "the answer has only 0 more elements, so that nothing is measured",
        Assert.Single(Faults(Children.Added, (Few, new(1, Few)), (Few, new(1, Few)))));

    [Fact]
    public void A_page_of_one_item_that_reads_all_items_is_found() => Assert.Equal(
        "the rows grow from 2 to 14 for 0 more elements",
        Assert.Single(Faults(Children.None, (1, new(1, Few)), (1, new(1, Few + Many)))));

    private static IEnumerable<string> Faults(Children children, (int Elements, DatabaseUse Use) few, (int Elements, DatabaseUse Use) many)
    {
        using var client = new HttpClient();
        var request = new MeasuredRequest("GetThings", client, "/sample/v1/things", children);
        return [.. DatabaseUseComparison.Faults(new(request, few.Elements, few.Use), new(request, many.Elements, many.Use))];
    }

    private async Task<DatabaseUse> UseAsync(string path, int below)
    {
        var (answer, use) = await _recorder.GetAsync(_service.Client(), $"/sample/v1/{path}?below={below}", Cancellation);
        using (answer)
        {
            Assert.Equal($"{below}", path == "product" ? $"{below}" : await answer.Content.ReadAsStringAsync(Cancellation));
            return use;
        }
    }
}
