using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Hosting.Idempotency;

/// <summary>
/// Stores responses in the service's database. The row is inserted before the handler runs and updated after it, in one transaction that the handler's own
/// transactions join (see <see cref="NestedTransactions"/>). A concurrent request with the same key, in this process or another, waits at the insert until
/// that transaction has ended.
/// </summary>
internal sealed class IdempotentRequests<TDbContext>(TDbContext db, TimeProvider time, PlatformSettings settings) : IIdempotentRequests, IStoredResponses
    where TDbContext : DbContext
{
    // Small batches, so that requests don't wait long for row locks.
    private const int BatchSize = 1000;

    public async Task<PreviousResponse?> ExecuteOnceAsync(IdempotentRequest request, Func<Task<StoredResponse?>> handle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(handle);
        while (true)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var now = time.GetUtcNow();

            // A row that has expired is replaced, whether it has been deleted or not.
            var reserved = await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO idempotent_responses (id, caller, content, expires_at, status)
                VALUES ({request.Id}, {request.Caller}, {request.Content}, {now + settings.IdempotencyLifetime}, 0)
                ON CONFLICT (id) DO UPDATE SET content = excluded.content, expires_at = excluded.expires_at, status = 0
                WHERE idempotent_responses.expires_at <= {now}
                """,
                cancellationToken);
            if (reserved > 0)
            {
                if (await handle() is { } response)
                {
                    await StoreAsync(request, response, cancellationToken);
                    await transaction.CommitAsync(cancellationToken);
                }

                return null;
            }

            if (await db.Set<IdempotentResponse>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Id, cancellationToken) is { } stored)
            {
                return new(stored.Content, new(stored.Status, stored.ContentType, stored.Location, stored.ETag, stored.Body));
            }

            // The row was deleted between the two statements, so the key can be used: try again.
        }
    }

    public async Task<int> DeleteExpiredAsync(CancellationToken cancellationToken)
    {
        var (now, total) = (time.GetUtcNow(), 0);
        int deleted;
        do
        {
            deleted = await db.Database.ExecuteSqlAsync(
                $"""
                DELETE FROM idempotent_responses WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM idempotent_responses WHERE expires_at <= {now} LIMIT {BatchSize} FOR UPDATE SKIP LOCKED))
                """,
                cancellationToken);
            total += deleted;
        }
        while (deleted == BatchSize);

        return total;
    }

    public async Task<int> EraseAsync(Guid id, CancellationToken cancellationToken)
    {
        var (caller, text) = (IdempotentRequest.CallerOf(id), id.ToString());
        var own = await db.Database.ExecuteSqlAsync($"DELETE FROM idempotent_responses WHERE caller = {caller}", cancellationToken);

        // The keys of other callers stay: without its key, a request that is sent again would be executed twice.
        // This reads all responses of a day, which is acceptable because erasures are rare.
        return own + await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE idempotent_responses SET body = NULL, location = NULL, etag = NULL
            WHERE position(convert_to({text}, 'UTF8') in body) > 0 OR position({text} in location) > 0
            """,
            cancellationToken);
    }

    private Task<int> StoreAsync(IdempotentRequest request, StoredResponse response, CancellationToken cancellationToken) => db.Set<IdempotentResponse>()
        .Where(row => row.Id == request.Id)
        .ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Status, response.Status).SetProperty(row => row.ContentType, response.ContentType)
                .SetProperty(row => row.Location, response.Location).SetProperty(row => row.ETag, response.ETag).SetProperty(row => row.Body, response.Body),
            cancellationToken);
}
