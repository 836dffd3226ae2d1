using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Hosting.Idempotency;

/// <summary>
/// Keeps answers in the service's database. The row with the answer is inserted before the handler runs and is filled after it, in the one transaction that the
/// handler's own transactions join (see <see cref="JoiningTransactions"/>). Who comes with the same key meanwhile, in this process or another, waits at the
/// insert until that transaction has ended.
/// </summary>
internal sealed class IdempotentRequests<TDbContext>(TDbContext db, TimeProvider time, PlatformSettings settings) : IIdempotentRequests, IKeptAnswers
    where TDbContext : DbContext
{
    // Small enough that nobody waits for its locks.
    private const int BatchSize = 1000;

    public async Task<EarlierAnswer?> OnceAsync(IdempotentRequest request, Func<Task<KeptAnswer?>> handle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(handle);
        while (true)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var now = time.GetUtcNow();

            // One that has expired is as good as none, whether the purge has come by or not.
            var reserved = await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO idempotent_answers (id, caller, content, expires_at, status)
                VALUES ({request.Id}, {request.Caller}, {request.Content}, {now + settings.IdempotencyLifetime}, 0)
                ON CONFLICT (id) DO UPDATE SET content = excluded.content, expires_at = excluded.expires_at, status = 0
                WHERE idempotent_answers.expires_at <= {now}
                """,
                cancellationToken);
            if (reserved > 0)
            {
                if (await handle() is { } answer)
                {
                    await KeepAsync(request, answer, cancellationToken);
                    await transaction.CommitAsync(cancellationToken);
                }

                return null;
            }

            if (await db.Set<IdempotentAnswer>().AsNoTracking().SingleOrDefaultAsync(kept => kept.Id == request.Id, cancellationToken) is { } kept)
            {
                return new(kept.Content, new(kept.Status, kept.ContentType, kept.Location, kept.ETag, kept.Body));
            }

            // Purged or erased between the two statements: then it can be had now.
        }
    }

    public async Task<int> PurgeAsync(CancellationToken cancellationToken)
    {
        var (now, total) = (time.GetUtcNow(), 0);
        int deleted;
        do
        {
            deleted = await db.Database.ExecuteSqlAsync(
                $"DELETE FROM idempotent_answers WHERE ctid = ANY (ARRAY(SELECT ctid FROM idempotent_answers WHERE expires_at <= {now} LIMIT {BatchSize} FOR UPDATE SKIP LOCKED))",
                cancellationToken);
            total += deleted;
        }
        while (deleted == BatchSize);

        return total;
    }

    public async Task<int> ForgetAsync(Guid id, CancellationToken cancellationToken)
    {
        var (caller, text) = (IdempotentRequest.CallerOf(id), id.ToString());
        var own = await db.Database.ExecuteSqlAsync($"DELETE FROM idempotent_answers WHERE caller = {caller}", cancellationToken);

        // Of another caller's only the answer goes. The key stays: without it the request, sent again, would be carried out twice.
        // All answers are read: there are those of a day, and erasures are rare.
        return own + await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE idempotent_answers SET body = NULL, location = NULL, etag = NULL
            WHERE position(convert_to({text}, 'UTF8') in body) > 0 OR position({text} in location) > 0
            """,
            cancellationToken);
    }

    private Task<int> KeepAsync(IdempotentRequest request, KeptAnswer answer, CancellationToken cancellationToken) => db.Set<IdempotentAnswer>()
        .Where(kept => kept.Id == request.Id)
        .ExecuteUpdateAsync(
            row => row.SetProperty(kept => kept.Status, answer.Status).SetProperty(kept => kept.ContentType, answer.ContentType)
                .SetProperty(kept => kept.Location, answer.Location).SetProperty(kept => kept.ETag, answer.ETag).SetProperty(kept => kept.Body, answer.Body),
            cancellationToken);
}
