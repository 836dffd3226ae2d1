using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Mail.Links;

/// <summary>Limits how many messages can be requested for an address.</summary>
public sealed class MailRequests
{
    private const int HourlyLimit = 5;
    private const int DailyLimit = 20;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly DbContext _db;
    private readonly TimeProvider _time;

    internal MailRequests(DbContext db, TimeProvider time) => (_db, _time) = (db, time);

    /// <summary>
    /// Counts a request, in the caller's transaction if there is one, unless the address has had five messages of the kind in an hour or twenty in a day. The
    /// limit also holds for concurrent requests. Callers don't show the result: it would say something about the address.
    /// </summary>
    /// <param name="kind">What the message is about.</param>
    /// <param name="recipient">The address; case and surrounding spaces are ignored.</param>
    /// <param name="cancellationToken"/>
    /// <returns>True where the limit is reached: nothing is counted, and no message is to be sent.</returns>
    public async Task<bool> IsLimitReachedAsync(string kind, string recipient, CancellationToken cancellationToken)
    {
        var (hash, now) = (HashOf(recipient), _time.GetUtcNow());
        await using var transaction = _db.Database.CurrentTransaction is null ? await _db.Database.BeginTransactionAsync(cancellationToken) : null;

        // One request at a time for each address. The statement after the lock sees what the others have committed.
        await _db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({BinaryPrimitives.ReadInt64BigEndian(hash)})", cancellationToken);
        var counted = await _db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO mail_requests (mail_request_id, address_hash, kind, requested_at) SELECT {Guid.CreateVersion7(now)}, {hash}, {kind}, {now}
            WHERE (SELECT count(*) FROM mail_requests WHERE address_hash = {hash} AND kind = {kind} AND requested_at > {now - Hour}) < {HourlyLimit}
            AND (SELECT count(*) FROM mail_requests WHERE address_hash = {hash} AND kind = {kind} AND requested_at > {now - Day}) < {DailyLimit}
            """,
            cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return counted == 0;
    }

    /// <summary>Deletes the requests that no longer count.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancellationToken"/>
    public Task DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = now - Day;
        return _db.Set<MailRequest>().Where(request => request.RequestedAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The hash of an address; case and surrounding spaces are ignored.</summary>
    public static byte[] HashOf(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return SHA256.HashData(Encoding.UTF8.GetBytes(address.Trim().ToUpperInvariant()));
    }
}
