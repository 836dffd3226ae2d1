using System.Net;
using System.Text.Json;
using Metropool.Hosting.Keys;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Metropool.Hosting.Tests;

/// <summary>What the database may answer, and what is kept in it.</summary>
public sealed class DatabaseTests(Servers servers) : IClassFixture<Servers>, IAsyncLifetime
{
    private SampleService _service = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = SampleService.Build(servers.Database, servers.Broker);
        await _service.MakeTablesAsync();
        await _service.App.StartAsync(Cancellation);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_change_to_an_outdated_version_is_a_concurrent_change()
    {
        await _service.Client().PostAsync("/sample/v1/things/1", null, Cancellation);

        await AssertConcurrentAsync(await _service.Client().PostAsync("/sample/v1/things/1/stale-change", null, Cancellation));
    }

    [Fact]
    public async Task A_duplicate_key_is_a_concurrent_change()
    {
        Assert.Equal(HttpStatusCode.OK, (await _service.Client().PostAsync("/sample/v1/things/2", null, Cancellation)).StatusCode);

        await AssertConcurrentAsync(await _service.Client().PostAsync("/sample/v1/things/2", null, Cancellation));
    }

    [Theory]
    [InlineData("40001")]
    [InlineData("40P01")]
    [InlineData("23P01")]
    [InlineData("55P03")]
    public async Task Serialization_failures_deadlocks_and_exclusions_are_concurrent_changes(string state) =>
        await AssertConcurrentAsync(await _service.Client().PostAsync($"/sample/v1/raise/{state}", null, Cancellation));

    [Theory]
    [InlineData("57P01")]
    [InlineData("53300")]
    public async Task A_database_that_shuts_down_or_is_full_is_503(string state)
    {
        var response = await _service.Client().PostAsync($"/sample/v1/raise/{state}", null, Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("57P01", "server.unavailable", 5)]
    [InlineData("53200", "server.unavailable", 5)]
    [InlineData("53300", "server.unavailable", 5)]
    [InlineData("53100", "server.storage-full", 60)]
    public async Task A_full_disk_has_its_own_code_and_other_shortages_are_outages(string state, string code, int retryAfter)
    {
        var response = await _service.Client().PostAsync($"/sample/v1/raise/{state}", null, Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(retryAfter), response.Headers.RetryAfter?.Delta);
        Assert.Equal(code, JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_request_that_fails_on_a_full_disk_changes_nothing_and_succeeds_once_there_is_space()
    {
        await using var full = await FullDisk.OnAsync(servers.Database, "things");
        using var refused = new HttpRequestMessage(HttpMethod.Post, "/sample/v1/things/77") { Headers = { { "Idempotency-Key", "once" } } };
        var caller = _service.Client(_service.Identity.Token(Guid.CreateVersion7()));

        using var response = await caller.SendAsync(refused, Cancellation);
        Assert.Equal("server.storage-full", JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("code").GetString());
        await full.DisposeAsync();

        using var again = new HttpRequestMessage(HttpMethod.Post, "/sample/v1/things/77") { Headers = { { "Idempotency-Key", "once" } } };
        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(again, Cancellation)).StatusCode);
    }

    /// <summary>A table whose rows find no room, with the error that PostgreSQL gives when it can't extend a file.</summary>
    private sealed class FullDisk(string database, string table) : IAsyncDisposable
    {
        public static async Task<FullDisk> OnAsync(string database, string table)
        {
            var full = new FullDisk(database, table);
            await full.ExecuteAsync($"""
                CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'could not extend file "base/1/1": No space left on device' USING ERRCODE = 'disk_full'; END $$;
                CREATE TRIGGER no_room BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION no_room()
                """);
            return full;
        }

        public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP TRIGGER IF EXISTS no_room ON {table}; DROP FUNCTION IF EXISTS no_room()");

        private async Task ExecuteAsync(string sql)
        {
            await using var source = NpgsqlDataSource.Create(database);
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(Cancellation);
        }
    }

    [Fact]
    public async Task Another_failure_of_the_database_is_500()
    {
        var response = await _service.Client().PostAsync("/sample/v1/raise/22012", null, Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("as asked", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identitys_keys_are_cached_in_the_database_and_used_after_a_cold_start_without_Identity()
    {
        var person = Guid.CreateVersion7();
        Assert.Equal(HttpStatusCode.OK, (await _service.Client(_service.Identity.Token(person)).GetAsync("/sample/v1/me", Cancellation)).StatusCode);
        await Eventually.TrueAsync(IsKeptAsync, "the key set is in the database");

        _service.Identity.IsAway = true;
        await using var restarted = SampleService.Build(servers.Database, servers.Broker, _service.Identity);
        await restarted.App.StartAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, (await restarted.Client(_service.Identity.Token(person)).GetAsync("/sample/v1/me", Cancellation)).StatusCode);
    }

    private async Task<bool> IsKeptAsync()
    {
        await using var scope = _service.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SampleDbContext>().Set<CachedKeySet>().AnyAsync(Cancellation);
    }

    private static async Task AssertConcurrentAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("request.concurrent-change", JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("code").GetString());
    }
}
