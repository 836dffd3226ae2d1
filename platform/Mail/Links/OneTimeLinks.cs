using System.Security.Cryptography;
using System.Text;
using Metropool.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Mail.Links;

/// <summary>
/// Creates and uses one-time links. Opening a link changes nothing, because mail scanners open links; submitting the form on its page uses it.
/// </summary>
public sealed class OneTimeLinks
{
    /// <summary>The query parameter with the secret. Telemetry omits query values.</summary>
    public const string Parameter = "code";

    private readonly DbContext _db;
    private readonly PlatformSettings _platform;
    private readonly TimeProvider _time;

    internal OneTimeLinks(DbContext db, PlatformSettings platform, TimeProvider time) => (_db, _platform, _time) = (db, platform, time);

    /// <summary>Adds a link. The caller saves it with the mail that contains it.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="subjectId">What it is about.</param>
    /// <param name="email">The address that it is mailed to.</param>
    /// <param name="lifetime">How long it can be used, by system time.</param>
    /// <param name="path">The full path of its page.</param>
    /// <returns>The address to mail.</returns>
    public Uri Create(string purpose, Guid subjectId, string email, TimeSpan lifetime, string path)
    {
        var secret = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var now = _time.GetUtcNow();
        _db.Add(new OneTimeLink
        {
            SecretHash = HashOf(secret),
            Purpose = purpose,
            SubjectId = subjectId,
            Email = email,
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        });
        return new Uri(_platform.PublicUrl, $"{path}?{Parameter}={secret}");
    }

    /// <summary>Finds a link that can be used.</summary>
    /// <param name="secret">The secret in the address.</param>
    /// <param name="purpose">The purpose that the link must have.</param>
    /// <param name="cancellationToken"/>
    public Task<OneTimeLink?> FindAsync(string? secret, string purpose, CancellationToken cancellationToken)
    {
        var (hash, now) = (HashOf(secret ?? ""), _time.GetUtcNow());
        return _db.Set<OneTimeLink>().AsNoTracking()
            .SingleOrDefaultAsync(link => link.SecretHash == hash && link.Purpose == purpose && link.UsedAt == null && link.ExpiresAt > now, cancellationToken);
    }

    /// <summary>Uses a link, in the transaction of what it is used for.</summary>
    /// <returns>False where it is used already; of two concurrent uses one gets true.</returns>
    public async Task<bool> UseAsync(OneTimeLink link, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(link);
        var now = _time.GetUtcNow();
        return await _db.Set<OneTimeLink>().Where(l => l.SecretHash == link.SecretHash && l.UsedAt == null && l.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancellationToken) == 1;
    }

    /// <summary>Deletes the unused links with a purpose and subject.</summary>
    public Task RevokeAsync(string purpose, Guid subjectId, CancellationToken cancellationToken) =>
        _db.Set<OneTimeLink>().Where(link => link.Purpose == purpose && link.SubjectId == subjectId && link.UsedAt == null)
            .ExecuteDeleteAsync(cancellationToken);

    /// <summary>Deletes the links that expired or were used more than a day ago. Until then a link's page can say which of the two happened.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancellationToken"/>
    public Task DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = now.AddDays(-1);
        return _db.Set<OneTimeLink>().Where(link => link.ExpiresAt < before || link.UsedAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
