using System.Collections.Concurrent;
using System.Net;
using Metropool.Http.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Metropool.Hosting.Tests;

/// <summary>Whatever a request is at when its connection to the database is cut, it succeeds, or is told that the database is away.</summary>
public sealed class CutTests(Servers servers) : IClassFixture<Servers>, IAsyncLifetime
{
    private const int Requests = 400;

    private readonly FakeIdentity _identity = new();
    private SampleService _service = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = SampleService.Build(
            servers.Database, servers.Broker, _identity, map: v1 => v1.MapPost("/careful-things/{id:int}", AddCarefullyAsync).RequireAuthorization());
        await _service.MakeTablesAsync();
        await _service.App.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _identity.Dispose();
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1_000_000)]
    public async Task When_the_connection_is_cut_at_any_moment_a_request_succeeds_or_the_response_is_503(bool withKey, int first)
    {
        using var ended = new CancellationTokenSource();
        var cutting = CutAsync(ended.Token);
        var client = _service.Client(_identity.Token(Guid.CreateVersion7()));
        var answers = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(first, Requests), options, async (id, token) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/sample/v1/careful-things/{id}", UriKind.Relative));
            if (withKey)
            {
                request.Headers.Add("Idempotency-Key", $"k{id}");
            }

            using var answer = await client.SendAsync(request, token);
            answers.Add(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable
                ? $"{answer.StatusCode}"
                : $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(token)}");
        });
        await ended.CancelAsync();
        await cutting;

        Assert.Contains("ServiceUnavailable", answers);
        Assert.Empty(answers.Except(["OK", "ServiceUnavailable"]));
        NpgsqlConnection.ClearAllPools();

        // One that wasn't asked for before: a commit that was cut off may be carried out, or not, and a backend that is to end may be at it still.
        using var afterwards = await client.PostAsync(new Uri($"/sample/v1/careful-things/{first + Requests}", UriKind.Relative), null, Cancellation);
        Assert.Equal(HttpStatusCode.OK, afterwards.StatusCode);
    }

    // A lock, a look, a change: as most handlers do.
    private static async Task AddCarefullyAsync(int id, SampleDbContext db, CancellationToken cancellationToken)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM \"things\" WHERE thing_id = {id} FOR UPDATE", cancellationToken);
        if (!await db.Things.AnyAsync(thing => thing.ThingId == id, cancellationToken))
        {
            db.Add(new Thing { ThingId = id });
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task CutAsync(CancellationToken ended)
    {
        var database = new NpgsqlConnectionStringBuilder(servers.Database) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", connection);
        while (!ended.IsCancellationRequested)
        {
            await command.ExecuteScalarAsync(Cancellation);
            await Task.Yield();
        }
    }
}
