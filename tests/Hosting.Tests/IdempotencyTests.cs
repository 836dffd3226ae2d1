using System.Data;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Metropool.Http;
using Metropool.Http.Tests;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Hosting.Tests;

/// <summary>A request with an <c>Idempotency-Key</c> is executed once, and its response is repeated.</summary>
public sealed partial class IdempotencyTests(Servers servers) : IClassFixture<Servers>, IAsyncLifetime
{
    private readonly Guid _person = Guid.CreateVersion7();
    private readonly FakeIdentity _identity = new();
    private SampleService _service = null!;
    private int _tries;
    private TaskCompletionSource _entered = new();
    private TaskCompletionSource? _gate;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _service = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _identity.Dispose();
    }

    [Fact]
    public async Task The_response_to_a_repeated_request_is_repeated_and_the_request_is_not_executed_again()
    {
        var first = await SendAsync("entries", "k1", new { name = "once" });
        var second = await SendAsync("entries", "k1", new { name = "once" });

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal(await FaceAsync(first), await FaceAsync(second));
        Assert.NotNull(first.Headers.ETag);
        Assert.NotNull(first.Headers.Location);
        Assert.Equal(1, await CountAsync("once"));
    }

    [Fact]
    public async Task A_request_without_a_key_is_executed_every_time()
    {
        await SendAsync("entries", null, new { name = "twice" });
        await SendAsync("entries", null, new { name = "twice" });

        Assert.Equal(2, await CountAsync("twice"));
    }

    [Fact]
    public async Task Another_body_with_the_same_key_is_refused()
    {
        await SendAsync("entries", "k2", new { name = "mine" });

        await AssertRefusedAsync(await SendAsync("entries", "k2", new { name = "other" }), HttpStatusCode.Conflict, "request.idempotency-key-reused");
        Assert.Equal(0, await CountAsync("other"));
    }

    [Fact]
    public async Task A_key_belongs_to_a_caller_and_an_address()
    {
        await SendAsync("entries", "k3", new { name = "scoped" });

        Assert.Equal(HttpStatusCode.Created, (await SendAsync("entries", "k3", new { name = "scoped" }, person: Guid.CreateVersion7())).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("own-transaction", "k3", new { name = "scoped" })).StatusCode);
        Assert.Equal(3, await CountAsync("scoped"));
    }

    [Fact]
    public async Task A_caller_with_two_organisations_has_separate_keys_for_each()
    {
        var (north, south) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await SendAsync("entries", "k13", new { name = "for one" }, organisation: north);

        Assert.False((await SendAsync("entries", "k13", new { name = "for one" }, organisation: south)).Headers.Contains("Idempotency-Replayed"));
        Assert.True((await SendAsync("entries", "k13", new { name = "for one" }, organisation: north)).Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(2, await CountAsync("for one"));
    }

    [Fact]
    public async Task A_nested_transaction_cannot_be_stricter_than_the_outer_one()
    {
        await InScopeAsync(async services =>
        {
            var database = services.GetRequiredService<SampleDbContext>().Database;
            await using var outer = await database.BeginTransactionAsync(IsolationLevel.RepeatableRead, Cancellation);
            await (await database.BeginTransactionAsync(IsolationLevel.ReadCommitted, Cancellation)).DisposeAsync();
            await (await database.BeginTransactionAsync(IsolationLevel.RepeatableRead, Cancellation)).DisposeAsync();
            await (await database.BeginTransactionAsync(Cancellation)).DisposeAsync();
            return await Assert.ThrowsAsync<InvalidOperationException>(() => database.BeginTransactionAsync(IsolationLevel.Serializable, Cancellation));
        });
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("caf\u00e9")]
    [InlineData(256)]
    public async Task An_invalid_key_is_refused(object key)
    {
        var response = await SendAsync("entries", key is int length ? new string('k', length) : (string)key, new { name = "no key" });

        await AssertRefusedAsync(response, HttpStatusCode.BadRequest, "request.idempotency-key-malformed");
        Assert.Equal(0, await CountAsync("no key"));
    }

    [Fact]
    public async Task Two_concurrent_requests_in_two_processes_have_one_effect_and_one_response()
    {
        await using var other = await StartAsync();
        _gate = new();

        var first = SendAsync("slow", "k4", new { name = "race" });
        await _entered.Task.WaitAsync(Cancellation);
        var second = SendAsync("slow", "k4", new { name = "race" }, at: other);
        await Eventually.TrueAsync(IsAnybodyWaitingAsync, "the second request waits for the first");
        _gate.SetResult();

        Assert.Equal(await FaceAsync(await first), await FaceAsync(await second));
        Assert.True((await second).Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(1, await CountAsync("race"));
        Assert.Equal(1, _tries);
    }

    [Fact]
    public async Task A_request_that_waits_for_one_that_fails_is_executed()
    {
        await using var other = await StartAsync();
        _gate = new();

        var first = SendAsync("fails-once", "k5", new { name = "second wins" });
        await _entered.Task.WaitAsync(Cancellation);
        var second = SendAsync("fails-once", "k5", new { name = "second wins" }, at: other);
        await Eventually.TrueAsync(IsAnybodyWaitingAsync, "the second request waits for the first");
        _gate.SetResult();

        Assert.Equal(HttpStatusCode.InternalServerError, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await second).StatusCode);
        Assert.Equal(1, await CountAsync("second wins"));
    }

    [Theory]
    [InlineData("refused-after-saving", HttpStatusCode.Conflict)]
    [InlineData("refused-after-commit", HttpStatusCode.Conflict)]
    [InlineData("fails-after-commit", HttpStatusCode.InternalServerError)]
    public async Task A_refused_or_failed_request_has_no_effect_and_releases_the_key(string path, HttpStatusCode status)
    {
        Assert.Equal(status, (await SendAsync(path, $"k6-{path}", new { name = path })).StatusCode);

        Assert.Equal(0, await CountAsync(path));
        var again = await SendAsync(path, $"k6-{path}", new { name = path });
        Assert.Equal(status, again.StatusCode);
        Assert.False(again.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(2, _tries);
    }

    [Fact]
    public async Task The_transaction_of_a_handler_is_committed_with_the_response()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("own-transaction", "k7", new { name = "joined" })).StatusCode);
        Assert.True((await SendAsync("own-transaction", "k7", new { name = "joined" })).Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(1, await CountAsync("joined"));
    }

    [Fact]
    public async Task A_handler_can_retry_after_a_deadlock_within_the_transaction_of_the_request()
    {
        var response = await SendAsync("deadlock-once", "k8", new { name = "again" });

        Assert.Equal((HttpStatusCode.OK, 2, 1), (response.StatusCode, _tries, await CountAsync("again")));
    }

    [Fact]
    public async Task Expired_responses_are_deleted()
    {
        await SendAsync("entries", "k9", new { name = "old" });
        await SendAsync("entries", "k10", new { name = "new" });
        await ExecuteAsync($"UPDATE idempotent_responses SET expires_at = now() - interval '1 minute' WHERE convert_from(body, 'UTF8') LIKE '%old%'");

        // An expired response is ignored, whether it has been deleted or not.
        Assert.Equal(HttpStatusCode.Created, (await SendAsync("entries", "k9", new { name = "old" })).StatusCode);
        Assert.Equal(2, await CountAsync("old"));
        await ExecuteAsync($"UPDATE idempotent_responses SET expires_at = now() - interval '1 minute' WHERE convert_from(body, 'UTF8') LIKE '%old%'");

        Assert.Equal(1, await InScopeAsync(services => services.GetRequiredService<IStoredResponses>().DeleteExpiredAsync(Cancellation)));
        Assert.True((await SendAsync("entries", "k10", new { name = "new" })).Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task An_erasure_deletes_stored_responses()
    {
        var somebody = Guid.CreateVersion7();
        await SendAsync("entries", "k11", new { name = "theirs" }, person: somebody);
        await SendAsync("entries", "k11", new { name = "mine" });
        await SendAsync("entries", "k11b", new { name = $"about {somebody}" });

        Assert.Equal(2, await InScopeAsync(services => services.GetRequiredService<IStoredResponses>().EraseAsync(somebody, Cancellation)));
        Assert.True((await SendAsync("entries", "k11", new { name = "mine" })).Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(HttpStatusCode.Created, (await SendAsync("entries", "k11", new { name = "theirs" }, person: somebody)).StatusCode);

        // Another's answer about them is gone, and the request isn't carried out again.
        await AssertRefusedAsync(
            await SendAsync("entries", "k11b", new { name = $"about {somebody}" }), HttpStatusCode.Conflict, "request.response-not-stored");
        Assert.Equal(1, await CountAsync($"about {somebody}"));
        Assert.Equal(0, await ScalarAsync(
            $"SELECT count(*)::integer AS \"Value\" FROM idempotent_responses WHERE position(convert_to({somebody.ToString()}, 'UTF8') in body) > 0"));
    }

    [Fact]
    public async Task A_response_with_a_secret_is_not_stored_and_the_request_is_not_executed_again()
    {
        var first = await SendAsync("secret", "k12", new { name = "hush" });
        Assert.Contains("s3cret", await first.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        await AssertRefusedAsync(await SendAsync("secret", "k12", new { name = "hush" }), HttpStatusCode.Conflict, "request.response-not-stored");
        Assert.Equal(1, await CountAsync("hush"));
        Assert.Equal(0, await ScalarAsync($"SELECT count(*)::integer AS \"Value\" FROM idempotent_responses WHERE convert_from(body, 'UTF8') LIKE '%s3cret%'"));
    }

    private async Task<SampleService> StartAsync()
    {
        var service = SampleService.Build(servers.Database, servers.Broker, _identity, map: Map);
        await service.MakeTablesAsync();
        await service.App.StartAsync(Cancellation);
        return service;
    }

    private async Task<HttpResponseMessage> SendAsync(
        string path, string? key, object body, Guid? person = null, SampleService? at = null, Guid? organisation = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/sample/v1/{path}");
        request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return await (at ?? _service).Client(_identity.Token(person ?? _person, organisation: organisation)).SendAsync(request, Cancellation);
    }

    private static async Task<(HttpStatusCode Status, string Body, string? Location, string? Tag, string? Type)> FaceAsync(HttpResponseMessage response) => (
        response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation), response.Headers.Location?.OriginalString,
        response.Headers.ETag?.Tag, response.Content.Headers.ContentType?.ToString());

    private static async Task AssertRefusedAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal((status, code), (response.StatusCode, problem.GetProperty("code").GetString()));
    }

    private async Task<bool> IsAnybodyWaitingAsync() =>
        await ScalarAsync($"SELECT count(*)::integer AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0;

    private Task<int> CountAsync(string name) => InScopeAsync(
        services => services.GetRequiredService<SampleDbContext>().Entries.CountAsync(entry => entry.Name == name, Cancellation));

    private Task<int> ScalarAsync(FormattableString sql) => InScopeAsync(
        services => services.GetRequiredService<SampleDbContext>().Database.SqlQuery<int>(sql).SingleAsync(Cancellation));

    private Task<int> ExecuteAsync(FormattableString sql) => InScopeAsync(
        services => services.GetRequiredService<SampleDbContext>().Database.ExecuteSqlAsync(sql, Cancellation));

    private async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = _service.App.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }
}
