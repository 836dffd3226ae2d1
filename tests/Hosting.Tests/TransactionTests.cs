using Metropool.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Metropool.Hosting.Tests;

public sealed class TransactionTests(Servers servers) : IClassFixture<Servers>, IAsyncLifetime
{
    private static readonly Refusal Refused = Refusal.Conflict("sample.refused", "Refused by the test.");

    private SampleService _service = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = SampleService.Build(servers.Database, servers.Broker);
        await _service.MakeTablesAsync();
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Work_that_succeeds_is_saved_and_committed()
    {
        var outcome = await InScopeAsync(db => db.InTransactionAsync<int>(
            _ =>
            {
                db.Add(new Thing { ThingId = 1 });
                return Task.FromResult<Outcome<int>>(17);
            },
            Cancellation));

        Assert.Equal(17, outcome.Value);
        Assert.True(await ExistsAsync(1));
    }

    [Fact]
    public async Task Work_that_refuses_changes_nothing()
    {
        var refusal = await InScopeAsync(db => db.InTransactionAsync(
            async token =>
            {
                db.Add(new Thing { ThingId = 2 });
                await db.SaveChangesAsync(token);
                return (Refusal?)Refused;
            },
            Cancellation));

        Assert.Equal(Refused, refusal);
        Assert.False(await ExistsAsync(2));
    }

    [Fact]
    public async Task Work_that_deadlocks_runs_again()
    {
        await InScopeAsync(db => db.InTransactionAsync(_ => Task.FromResult(db.Add(new Thing { ThingId = 3 })), Cancellation));
        await InScopeAsync(db => db.InTransactionAsync(_ => Task.FromResult(db.Add(new Thing { ThingId = 4 })), Cancellation));
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var runs = 0;

        await Task.WhenAll(LockAsync(3, 4, first, second), LockAsync(4, 3, second, first));

        Assert.Equal(3, runs);

        Task LockAsync(int own, int other, TaskCompletionSource locked, TaskCompletionSource otherLocked) => InScopeAsync(db => db.InTransactionAsync(
            async token =>
            {
                Interlocked.Increment(ref runs);
                await LockThingAsync(db, own, token);
                locked.TrySetResult();
                await otherLocked.Task;
                await LockThingAsync(db, other, token);
            },
            Cancellation));
    }

    [Fact]
    public async Task Work_that_deadlocks_five_times_fails()
    {
        var runs = 0;

        var exception = await Assert.ThrowsAsync<PostgresException>(() => InScopeAsync(db => db.InTransactionAsync(
            async token =>
            {
                runs++;
                db.Add(new Thing { ThingId = 5 });
                await db.SaveChangesAsync(token);
                await db.Database.ExecuteSqlAsync($"DO $$ BEGIN RAISE EXCEPTION 'as asked' USING ERRCODE = '40001'; END $$", token);
            },
            Cancellation)));

        Assert.Equal(("40001", 5), (exception.SqlState, runs));
        Assert.False(await ExistsAsync(5));
    }

    [Fact]
    public async Task A_violated_constraint_can_be_a_refusal()
    {
        await InScopeAsync(db => db.InTransactionAsync(_ => Task.FromResult(db.Add(new Thing { ThingId = 6 })), Cancellation));

        var outcome = await InScopeAsync(db => db.InTransactionAsync<int>(
            _ =>
            {
                db.Add(new Thing { ThingId = 6 });
                return Task.FromResult<Outcome<int>>(1);
            },
            Cancellation));

        Assert.Equal(SampleDbContext.ThingExists, outcome.Refusal);
    }

    private static Task<Thing> LockThingAsync(SampleDbContext db, int id, CancellationToken cancellationToken) =>
        db.Things.FromSql($"SELECT * FROM things WHERE thing_id = {id} FOR UPDATE").SingleAsync(cancellationToken);

    private Task<bool> ExistsAsync(int id) => InScopeAsync(db => db.Things.AnyAsync(thing => thing.ThingId == id, Cancellation));

    private async Task<T> InScopeAsync<T>(Func<SampleDbContext, Task<T>> work)
    {
        await using var scope = _service.App.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<SampleDbContext>());
    }

    private async Task InScopeAsync(Func<SampleDbContext, Task> work)
    {
        await using var scope = _service.App.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<SampleDbContext>());
    }
}
