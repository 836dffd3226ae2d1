using System.Security.Cryptography;
using System.Text;
using Metropool.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Mail.Links;

/// <summary>Makes and takes mailed links. Opening one changes nothing (mail scanners open them); the form on its page does.</summary>
public sealed class MailedLinks
{
    /// <summary>The name of the secret in the address; telemetry leaves values of queries out.</summary>
    public const string Parameter = "code";

    private readonly DbContext _db;
    private readonly PlatformSettings _platform;
    private readonly TimeProvider _time;

    internal MailedLinks(DbContext db, PlatformSettings platform, TimeProvider time) => (_db, _platform, _time) = (db, platform, time);

    /// <summary>Adds a link; saved by the caller, with the mail that it is in.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="subjectId">What it is about.</param>
    /// <param name="email">The address that it is mailed to.</param>
    /// <param name="lifetime">How long it is good, by system time.</param>
    /// <param name="path">The full path of its page.</param>
    /// <returns>The address to mail.</returns>
    public Uri Make(string purpose, Guid subjectId, string email, TimeSpan lifetime, string path)
    {
        var secret = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var now = _time.GetUtcNow();
        _db.Add(new MailedLink { SecretHash = HashOf(secret), Purpose = purpose, SubjectId = subjectId, Email = email, CreatedAt = now, ExpiresAt = now + lifetime });
        return new Uri(_platform.PublicUrl, $"{path}?{Parameter}={secret}");
    }

    /// <summary>The link, while it can be used.</summary>
    /// <param name="secret">What stands in the address.</param>
    /// <param name="purpose">What it is to be for.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<MailedLink?> FindAsync(string? secret, string purpose, CancellationToken cancellationToken)
    {
        var (hash, now) = (HashOf(secret ?? ""), _time.GetUtcNow());
        return _db.Set<MailedLink>().AsNoTracking()
            .SingleOrDefaultAsync(link => link.SecretHash == hash && link.Purpose == purpose && link.UsedAt == null && link.ExpiresAt > now, cancellationToken);
    }

    /// <summary>Uses the link up, in the transaction of what it is used for: of two at the same moment one gets true.</summary>
    public async Task<bool> UseAsync(MailedLink link, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(link);
        var now = _time.GetUtcNow();
        return await _db.Set<MailedLink>().Where(l => l.SecretHash == link.SecretHash && l.UsedAt == null && l.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancellationToken) == 1;
    }

    /// <summary>Makes every link of the kind void.</summary>
    public Task EndAsync(string purpose, Guid subjectId, CancellationToken cancellationToken) =>
        _db.Set<MailedLink>().Where(link => link.Purpose == purpose && link.SubjectId == subjectId && link.UsedAt == null).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Removes what ended or was used more than a day ago: until then somebody who clicks on it once more is told what became of it by its page.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task ClearAwayAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var dayAgo = now.AddDays(-1);
        return _db.Set<MailedLink>().Where(link => link.ExpiresAt < dayAgo || link.UsedAt < dayAgo).ExecuteDeleteAsync(cancellationToken);
    }

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

/// <summary>The table of mailed links.</summary>
public static class MailedLinkModel
{
    /// <summary>Adds it to a service's model.</summary>
    public static void AddMailedLinks(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<MailedLink>(link =>
        {
            link.ToTable("mailed_links");
            link.HasKey(l => l.SecretHash);
            link.Property(l => l.Purpose).HasMaxLength(50);
            link.HasIndex(l => new { l.SubjectId, l.Purpose });
            link.HasIndex(l => l.ExpiresAt);
        });
    }
}
