using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Metropool.Hosting.Keysets;
using Metropool.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Hosting.Tests;

/// <summary>Lists that are read in parts.</summary>
public sealed class ListTests(Servers servers) : IClassFixture<Servers>, IAsyncLifetime
{
    private static readonly Keyset<Entry> ByName = Keyset.Ascending((Entry entry) => entry.Name, (Entry entry) => entry.Id);
    private static readonly Keyset<Entry> ByTime = Keyset.Ascending((Entry entry) => entry.At, (Entry entry) => entry.Id);
    private static readonly Keyset<Entry> NewestFirst = Keyset.Descending((Entry entry) => entry.Id);
    private SampleService _service = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = SampleService.Build(servers.Database, servers.Broker, map: Map);
        await _service.MakeTablesAsync();
        await InDatabaseAsync(db => db.Entries.ExecuteDeleteAsync(Cancellation));
        await _service.App.StartAsync(Cancellation);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private static void Map(RouteGroupBuilder v1)
    {
        v1.MapGet("/entries", async ([AsParameters] Paging paging, int? group, Colour? colour, SampleDbContext db, CancellationToken cancellationToken) =>
            TypedResults.Ok(await db.Entries.Where(entry => group == null || entry.Group == group).ToPageAsync(paging, ByName, cancellationToken)))
            .AllowAnonymous();
        v1.MapGet("/by-time", async ([AsParameters] Paging paging, SampleDbContext db, CancellationToken cancellationToken) =>
            TypedResults.Ok(await db.Entries.ToPageAsync(paging, ByTime, cancellationToken))).AllowAnonymous();
        v1.MapGet("/newest", async Task<Ok<Page<string>>> ([AsParameters] Paging paging, SampleDbContext db, CancellationToken cancellationToken) =>
            TypedResults.Ok((await db.Entries.ToPageAsync(paging, NewestFirst, cancellationToken)).Select(entry => entry.Name))).AllowAnonymous();
    }

    [Fact]
    public async Task Every_item_is_returned_once_also_with_equal_names()
    {
        await AddAsync([.. Enumerable.Range(0, 25).Select(number => new Entry { Name = $"name {number % 3}" })]);

        var all = await ReadAllAsync("/sample/v1/entries?limit=4");

        Assert.Equal(25, all.Count);
        Assert.Equal(25, all.Select(item => item.Id).Distinct().Count());
        Assert.Equal(all.OrderBy(item => item.Name, StringComparer.Ordinal).ThenBy(item => item.Id), all);
    }

    [Fact]
    public async Task Items_are_returned_once_whatever_is_added_and_deleted_between_pages()
    {
        var stays = Enumerable.Range(0, 20).Select(number => new Entry { Name = $"{number:00}" }).ToList();
        await AddAsync([.. stays]);
        var seen = new List<string>();

        await EachPartAsync("/sample/v1/entries?limit=3", async part =>
        {
            seen.AddRange(part.Items.Select(item => item.Name));

            // One before and one after where we are, and the very item that the cursor names is removed.
            await AddAsync(new Entry { Name = "00+" }, new Entry { Name = part.Items[^1].Name + "+" });
            var last = part.Items[^1].Id;
            await InDatabaseAsync(db => db.Entries.Where(entry => entry.Id == last).ExecuteDeleteAsync(Cancellation));
        });

        Assert.Equal(stays.Select(entry => entry.Name), seen.Where(name => !name.EndsWith('+')));
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_list_can_be_descending()
    {
        // An id rises from one millisecond to the next.
        var now = DateTimeOffset.UtcNow;
        await AddAsync([.. Enumerable.Range(0, 7).Select(number => new Entry { Id = Guid.CreateVersion7(now.AddMinutes(number)), Name = $"{number}" })]);
        var names = new List<string>();
        var path = "/sample/v1/newest?limit=3";
        while (path is not null)
        {
            var part = (await _service.Client().GetFromJsonAsync<JsonElement>(path, Cancellation))!;
            names.AddRange(part.GetProperty("items").EnumerateArray().Select(item => item.GetString()!));
            path = part.GetProperty("next").GetString();
        }

        Assert.Equal(["6", "5", "4", "3", "2", "1", "0"], names);
    }

    [Fact]
    public async Task The_link_to_the_next_page_is_the_public_path_with_the_filters_of_the_request()
    {
        await AddAsync(new Entry { Name = "a", Group = 7 }, new Entry { Name = "b", Group = 7 }, new Entry { Name = "c", Group = 8 });

        var first = await PartAsync("/sample/v1/entries?limit=1&group=7&colour=darkGreen");

        Assert.StartsWith("/sample/v1/entries?limit=1&group=7&colour=darkGreen&cursor=", first.Next, StringComparison.Ordinal);
        var second = await PartAsync(first.Next!);
        Assert.Equal("b", Assert.Single(second.Items).Name);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task A_page_has_fifty_items_by_default_and_two_hundred_at_most()
    {
        await AddAsync([.. Enumerable.Range(0, 60).Select(number => new Entry { Name = $"{number}" })]);

        Assert.Equal(50, (await PartAsync("/sample/v1/entries")).Items.Count);
        await AssertRefusedAsync("/sample/v1/entries?limit=0", "request.invalid", "limit");
        await AssertRefusedAsync("/sample/v1/entries?limit=201", "request.invalid", "limit");
        await AssertRefusedAsync("/sample/v1/entries?limit=many", "request.invalid", "limit");
    }

    [Fact]
    public async Task A_cursor_of_another_list_or_other_filters_is_refused()
    {
        await AddAsync([.. Enumerable.Range(0, 5).Select(number => new Entry { Name = $"{number}", Group = number % 2 })]);
        var cursor = (await PartAsync("/sample/v1/entries?limit=1&group=1")).Next!.Split("cursor=")[1];

        Assert.Equal(HttpStatusCode.OK, (await _service.Client().GetAsync($"/sample/v1/entries?group=1&limit=3&cursor={cursor}", Cancellation)).StatusCode);
        await AssertRefusedAsync($"/sample/v1/entries?group=0&cursor={cursor}", "request.cursor-invalid", "cursor");
        await AssertRefusedAsync($"/sample/v1/entries?cursor={cursor}", "request.cursor-invalid", "cursor");
        await AssertRefusedAsync($"/sample/v1/newest?cursor={cursor}", "request.cursor-invalid", "cursor");
        await AssertRefusedAsync("/sample/v1/entries?cursor=nonsense", "request.cursor-invalid", "cursor");
        await AssertRefusedAsync("/sample/v1/entries?cursor=", "request.cursor-invalid", "cursor");
        await AssertRefusedAsync($"/sample/v1/entries?group=1&cursor={cursor}x", "request.cursor-invalid", "cursor");
        await AssertRefusedAsync($"/sample/v1/entries?group=1&cursor={cursor}&cursor={cursor}", "request.invalid", "cursor");
        await AssertRefusedAsync($"/sample/v1/entries?cursor={new string('A', 5000)}", "request.cursor-invalid", "cursor");
    }

    [Fact]
    public async Task A_forged_cursor_shows_no_other_items_than_the_list()
    {
        await AddAsync(new Entry { Name = "theirs", Group = 1 }, new Entry { Name = "mine", Group = 2 });
        var forged = Forge("/sample/v1/entries?group=2", """["",  "00000000-0000-0000-0000-000000000000"]""");

        var part = await PartAsync($"/sample/v1/entries?group=2&cursor={forged}");

        Assert.Equal(["mine"], part.Items.Select(item => item.Name));
        await AssertRefusedAsync($"/sample/v1/entries?group=2&cursor={Forge("/sample/v1/entries?group=2", "[1]")}", "request.cursor-invalid", "cursor");
        await AssertRefusedAsync($"/sample/v1/entries?group=2&cursor={Forge("/sample/v1/entries?group=2", "[1, 2]")}", "request.cursor-invalid", "cursor");
        await AssertRefusedAsync($"/sample/v1/entries?group=2&cursor={Forge("/sample/v1/entries?group=2", "{}")}", "request.cursor-invalid", "cursor");
    }

    [Theory]
    [InlineData("2026-01-01T02:00:00+02:00")]
    [InlineData("2026-01-01T00:00:00Z")]
    public async Task An_instant_in_a_forged_cursor_can_have_any_offset(string instant)
    {
        await AddAsync(new Entry { Name = "before", At = DateTimeOffset.Parse("2025-12-31T23:59:00Z", CultureInfo.InvariantCulture) });
        await AddAsync(new Entry { Name = "after", At = DateTimeOffset.Parse("2026-01-01T00:01:00Z", CultureInfo.InvariantCulture) });

        var part = await PartAsync($"/sample/v1/by-time?cursor={Forge("/sample/v1/by-time", $"""["{instant}", "00000000-0000-0000-0000-000000000000"]""")}");

        Assert.Equal(["after"], part.Items.Select(item => item.Name));
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    public async Task A_cursor_with_an_invalid_instant_is_refused(string instant) => await AssertRefusedAsync(
        $"/sample/v1/by-time?cursor={Forge("/sample/v1/by-time", $"""["{instant}", "00000000-0000-0000-0000-000000000000"]""")}",
        "request.cursor-invalid",
        "cursor");

    [Fact]
    public async Task A_page_is_read_by_the_index_of_the_order()
    {
        var plan = await InDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
            await db.Database.ExecuteSqlRawAsync(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off", Cancellation);
            var keys = JsonElement.Parse("""["m", "00000000-0000-0000-0000-000000000000"]""").EnumerateArray().ToList();
            await using var command = ByName.After(db.Entries, keys).Take(51).CreateDbCommand();
            command.CommandText = "EXPLAIN " + command.CommandText;
            (command.Connection, command.Transaction) = (db.Database.GetDbConnection(), transaction.GetDbTransaction());
            await using var reader = await command.ExecuteReaderAsync(Cancellation);
            var lines = new List<string>();
            while (await reader.ReadAsync(Cancellation))
            {
                lines.Add(reader.GetString(0));
            }

            return string.Join('\n', lines);
        });

        Assert.Contains("Index Cond: (ROW(name, id) > ROW(", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }

    private static string Forge(string path, string keys)
    {
        var uri = new Uri(new Uri("http://localhost"), path);
        var context = new DefaultHttpContext();
        (context.Request.PathBase, context.Request.Path) = ("/sample", uri.AbsolutePath["/sample".Length..]);
        context.Request.QueryString = new QueryString(uri.Query);
        var link = Cursor.LinkAfter([], context.Request).Split("cursor=")[1];
        var mark = System.Buffers.Text.Base64Url.DecodeFromChars(link)[..8];
        return System.Buffers.Text.Base64Url.EncodeToString([.. mark, .. System.Text.Encoding.UTF8.GetBytes(keys)]);
    }

    private async Task AssertRefusedAsync(string path, string code, string where)
    {
        var response = await _service.Client().GetAsync(path, Cancellation);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal((HttpStatusCode.BadRequest, code), (response.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal(where, problem.GetProperty("errors")[0].GetProperty("where").GetString());
    }

    private async Task<List<Item>> ReadAllAsync(string path)
    {
        var all = new List<Item>();
        await EachPartAsync(path, part =>
        {
            all.AddRange(part.Items);
            return Task.CompletedTask;
        });
        return all;
    }

    private async Task EachPartAsync(string? path, Func<Part, Task> look)
    {
        while (path is not null)
        {
            var part = await PartAsync(path);
            await look(part);
            path = part.Next;
        }
    }

    private async Task<Part> PartAsync(string path) => (await _service.Client().GetFromJsonAsync<Part>(path, Cancellation))!;

    private Task<int> AddAsync(params Entry[] entries) => InDatabaseAsync(db =>
    {
        db.AddRange(entries);
        return db.SaveChangesAsync(Cancellation);
    });

    private async Task<T> InDatabaseAsync<T>(Func<SampleDbContext, Task<T>> work)
    {
        await using var scope = _service.App.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<SampleDbContext>());
    }

    private sealed record Part(IReadOnlyList<Item> Items, string? Next);

    private sealed record Item(Guid Id, string Name);

    private enum Colour
    {
        Red,
        DarkGreen,
    }
}
