using Metropool.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Metropool.Hosting.Tests;

/// <summary>The endpoints of the tests.</summary>
public sealed partial class IdempotencyTests
{
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
        }).ReturnsSecret();
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

    private sealed record NewEntry(string Name);
}
