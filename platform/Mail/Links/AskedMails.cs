using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Mail.Links;

/// <summary>Counts the messages that are asked for by anybody who types an address.</summary>
public sealed class AskedMails
{
    private const int MostInAnHour = 5;
    private const int MostInADay = 20;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly DbContext _db;
    private readonly TimeProvider _time;

    internal AskedMails(DbContext db, TimeProvider time) => (_db, _time) = (db, time);

    /// <summary>
    /// Whether the address has had as many messages of the kind as it gets, which is five in an hour and twenty in a day; else this one is counted, of many
    /// at the same moment too.
    /// Nobody is told: a stranger could learn something from it. In a transaction of the caller it is counted with what it is counted for, or not at all.
    /// </summary>
    /// <param name="kind">What the message is about.</param>
    /// <param name="recipient">The address, however it is written.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<bool> IsEnoughAsync(string kind, string recipient, CancellationToken cancellationToken)
    {
        var (hash, now) = (HashOf(recipient), _time.GetUtcNow());
        await using var transaction = _db.Database.CurrentTransaction is null ? await _db.Database.BeginTransactionAsync(cancellationToken) : null;

        // One at a time for each address. What they then count is committed: the statement below sees it, because it begins afterwards.
        await _db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({BinaryPrimitives.ReadInt64BigEndian(hash)})", cancellationToken);
        var counted = await _db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO asked_mails (asked_mail_id, address_hash, kind, asked_at) SELECT {Guid.CreateVersion7(now)}, {hash}, {kind}, {now}
            WHERE (SELECT count(*) FROM asked_mails WHERE address_hash = {hash} AND kind = {kind} AND asked_at > {now - Hour}) < {MostInAnHour}
            AND (SELECT count(*) FROM asked_mails WHERE address_hash = {hash} AND kind = {kind} AND asked_at > {now - Day}) < {MostInADay}
            """,
            cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return counted == 0;
    }

    /// <summary>Removes what isn't counted any more.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task ClearAwayAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var counted = now - Day;
        return _db.Set<AskedMail>().Where(asked => asked.AskedAt < counted).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The hash of an address, however it is written.</summary>
    public static byte[] HashOf(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return SHA256.HashData(Encoding.UTF8.GetBytes(address.Trim().ToUpperInvariant()));
    }
}

/// <summary>The table of messages that were asked for.</summary>
public static class AskedMailModel
{
    /// <summary>Adds it to a service's model.</summary>
    public static void AddAskedMails(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<AskedMail>(asked =>
        {
            asked.ToTable("asked_mails");
            asked.HasKey(a => a.AskedMailId);
            asked.Property(a => a.Kind).HasMaxLength(50);
            asked.HasIndex(a => new { a.AddressHash, a.Kind, a.AskedAt });
        });
    }
}
