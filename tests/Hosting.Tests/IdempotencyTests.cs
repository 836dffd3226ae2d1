using System.Data;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Metropool.Http;
using Metropool.Http.Tests;
using Metropool.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Metropool.Hosting.Tests;

/// <summary>A request with an <c>Idempotency-Key</c> is carried out once, and answered every time.</summary>
public sealed class IdempotencyTests(Servers servers) : IClassFixture<Servers>, IAsyncLifetime
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
    public async Task The_same_request_again_is_answered_as_before_and_not_carried_out_again()
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
    public async Task Without_a_key_it_is_carried_out_every_time()
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
    public async Task A_key_is_one_of_its_caller_and_its_address()
    {
        await SendAsync("entries", "k3", new { name = "scoped" });

        Assert.Equal(HttpStatusCode.Created, (await SendAsync("entries", "k3", new { name = "scoped" }, person: Guid.CreateVersion7())).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("own-transaction", "k3", new { name = "scoped" })).StatusCode);
        Assert.Equal(3, await CountAsync("scoped"));
    }

    [Fact]
    public async Task Who_speaks_for_two_organisations_has_keys_for_each()
    {
        var (north, south) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await SendAsync("entries", "k13", new { name = "for one" }, organisation: north);

        Assert.False((await SendAsync("entries", "k13", new { name = "for one" }, organisation: south)).Headers.Contains("Idempotency-Replayed"));
        Assert.True((await SendAsync("entries", "k13", new { name = "for one" }, organisation: north)).Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(2, await CountAsync("for one"));
    }

    [Fact]
    public async Task A_transaction_that_would_have_to_be_stricter_than_the_one_that_it_joins_is_a_fault_and_not_a_weaker_one()
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
    public async Task What_is_no_key_is_refused(object key)
    {
        var response = await SendAsync("entries", key is int length ? new string('k', length) : (string)key, new { name = "no key" });

        await AssertRefusedAsync(response, HttpStatusCode.BadRequest, "request.idempotency-key-malformed");
        Assert.Equal(0, await CountAsync("no key"));
    }

    [Fact]
    public async Task Two_at_once_in_two_processes_have_one_effect_and_one_answer()
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
    public async Task Who_waits_for_a_request_that_fails_carries_it_out()
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
    public async Task What_was_refused_or_failed_has_no_effect_and_frees_the_key(string path, HttpStatusCode status)
    {
        Assert.Equal(status, (await SendAsync(path, $"k6-{path}", new { name = path })).StatusCode);

        Assert.Equal(0, await CountAsync(path));
        var again = await SendAsync(path, $"k6-{path}", new { name = path });
        Assert.Equal(status, again.StatusCode);
        Assert.False(again.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(2, _tries);
    }

    [Fact]
    public async Task A_handlers_own_transaction_joins_and_commits_with_the_answer()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("own-transaction", "k7", new { name = "joined" })).StatusCode);
        Assert.True((await SendAsync("own-transaction", "k7", new { name = "joined" })).Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(1, await CountAsync("joined"));
    }

    [Fact]
    public async Task A_handler_that_tries_again_after_a_deadlock_does_so_within_the_transaction_of_the_request()
    {
        var response = await SendAsync("deadlock-once", "k8", new { name = "again" });

        Assert.Equal((HttpStatusCode.OK, 2, 1), (response.StatusCode, _tries, await CountAsync("again")));
    }

    [Fact]
    public async Task What_was_answered_too_long_ago_is_forgotten()
    {
        await SendAsync("entries", "k9", new { name = "old" });
        await SendAsync("entries", "k10", new { name = "new" });
        await ExecuteAsync($"UPDATE idempotent_answers SET expires_at = now() - interval '1 minute' WHERE convert_from(body, 'UTF8') LIKE '%old%'");

        // It counts no more, whether it was purged or not.
        Assert.Equal(HttpStatusCode.Created, (await SendAsync("entries", "k9", new { name = "old" })).StatusCode);
        Assert.Equal(2, await CountAsync("old"));
        await ExecuteAsync($"UPDATE idempotent_answers SET expires_at = now() - interval '1 minute' WHERE convert_from(body, 'UTF8') LIKE '%old%'");

        Assert.Equal(1, await InScopeAsync(services => services.GetRequiredService<IKeptAnswers>().PurgeAsync(Cancellation)));
        Assert.True((await SendAsync("entries", "k10", new { name = "new" })).Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task A_person_who_is_erased_is_erased_here_too()
    {
        var somebody = Guid.CreateVersion7();
        await SendAsync("entries", "k11", new { name = "theirs" }, person: somebody);
        await SendAsync("entries", "k11", new { name = "mine" });
        await SendAsync("entries", "k11b", new { name = $"about {somebody}" });

        Assert.Equal(2, await InScopeAsync(services => services.GetRequiredService<IKeptAnswers>().ForgetAsync(somebody, Cancellation)));
        Assert.True((await SendAsync("entries", "k11", new { name = "mine" })).Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(HttpStatusCode.Created, (await SendAsync("entries", "k11", new { name = "theirs" }, person: somebody)).StatusCode);

        // Another's answer about them is gone, and the request isn't carried out again.
        await AssertRefusedAsync(await SendAsync("entries", "k11b", new { name = $"about {somebody}" }), HttpStatusCode.Conflict, "request.answer-not-kept");
        Assert.Equal(1, await CountAsync($"about {somebody}"));
        Assert.Equal(0, await ScalarAsync(
            $"SELECT count(*)::integer AS \"Value\" FROM idempotent_answers WHERE position(convert_to({somebody.ToString()}, 'UTF8') in body) > 0"));
    }

    [Fact]
    public async Task An_answer_with_a_secret_is_not_kept_and_the_request_not_carried_out_again()
    {
        var first = await SendAsync("secret", "k12", new { name = "hush" });
        Assert.Contains("s3cret", await first.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        await AssertRefusedAsync(await SendAsync("secret", "k12", new { name = "hush" }), HttpStatusCode.Conflict, "request.answer-not-kept");
        Assert.Equal(1, await CountAsync("hush"));
        Assert.Equal(0, await ScalarAsync($"SELECT count(*)::integer AS \"Value\" FROM idempotent_answers WHERE convert_from(body, 'UTF8') LIKE '%s3cret%'"));
    }

    private async Task<SampleService> StartAsync()
    {
        var service = SampleService.Build(servers.Database, servers.Broker, _identity, map: Map);
        await service.MakeTablesAsync();
        await service.App.StartAsync(Cancellation);
        return service;
    }

    private void Map(RouteGroupBuilder v1)
    {
        v1.MapPost("/entries", async (NewEntry request, SampleDbContext db, HttpResponse response) =>
        {
            response.SetVersion(1);
            return TypedResults.Created($"/sample/v1/entries/{await AddAsync(db, request)}", request);
        });
        v1.MapPost("/secret", async (NewEntry request, SampleDbContext db) =>
        {
            await AddAsync(db, request);
            return TypedResults.Ok(new { password = "s3cret" });
        }).AnswersWithSecret();
        v1.MapPost("/slow", async (NewEntry request, SampleDbContext db) =>
        {
            _tries++;
            var id = await AddAsync(db, request);
            await WaitAsync();
            return TypedResults.Ok(id);
        });
        v1.MapPost("/fails-once", async (NewEntry request, SampleDbContext db) =>
        {
            await AddAsync(db, request);
            if (++_tries == 1)
            {
                await WaitAsync();
                throw new InvalidTimeZoneException("as asked");
            }

            return TypedResults.Ok();
        });
        v1.MapPost("/own-transaction", async (NewEntry request, SampleDbContext db) =>
        {
            await InOwnTransactionAsync(db, request);
            return TypedResults.Ok();
        });
        v1.MapPost("/refused-after-saving", async (NewEntry request, SampleDbContext db) =>
        {
            _tries++;
            await AddAsync(db, request);
            return Refusal.Conflict("sample.no", "No.").ToProblem();
        });
        v1.MapPost("/refused-after-commit", async (NewEntry request, SampleDbContext db) =>
        {
            _tries++;
            await InOwnTransactionAsync(db, request);
            return Refusal.Conflict("sample.no", "No.").ToProblem();
        });
        v1.MapPost("/fails-after-commit", async Task<Ok> (NewEntry request, SampleDbContext db) =>
        {
            _tries++;
            await InOwnTransactionAsync(db, request);
            throw new InvalidTimeZoneException("as asked");
        });
        v1.MapPost("/deadlock-once", async (NewEntry request, SampleDbContext db) =>
        {
            while (true)
            {
                await using var transaction = await db.Database.BeginTransactionAsync();
                await AddAsync(db, request);
                try
                {
                    if (++_tries == 1)
                    {
                        await db.Database.ExecuteSqlRawAsync("DO $$ BEGIN RAISE EXCEPTION 'as asked' USING ERRCODE = '40P01'; END $$");
                    }

                    await transaction.CommitAsync();
                    return TypedResults.Ok();
                }
                catch (PostgresException)
                {
                    await transaction.RollbackAsync();
                    db.ChangeTracker.Clear();
                }
            }
        });
    }

    private static async Task<Guid> AddAsync(SampleDbContext db, NewEntry request)
    {
        var entry = new Entry { Name = request.Name };
        db.Add(entry);
        await db.SaveChangesAsync();
        return entry.Id;
    }

    private static async Task InOwnTransactionAsync(SampleDbContext db, NewEntry request)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await AddAsync(db, request);
        await transaction.CommitAsync();
    }

    private async Task WaitAsync()
    {
        _entered.TrySetResult();
        await _gate!.Task;
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string? key, object body, Guid? person = null, SampleService? at = null, Guid? organisation = null)
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

    private Task<int> CountAsync(string name) => InScopeAsync(services => services.GetRequiredService<SampleDbContext>().Entries.CountAsync(entry => entry.Name == name, Cancellation));

    private Task<int> ScalarAsync(FormattableString sql) => InScopeAsync(services => services.GetRequiredService<SampleDbContext>().Database.SqlQuery<int>(sql).SingleAsync(Cancellation));

    private Task<int> ExecuteAsync(FormattableString sql) => InScopeAsync(services => services.GetRequiredService<SampleDbContext>().Database.ExecuteSqlAsync(sql, Cancellation));

    private async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = _service.App.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    private sealed record NewEntry(string Name);
}
