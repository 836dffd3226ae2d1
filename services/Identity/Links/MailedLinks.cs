using System.Security.Cryptography;
using System.Text;
using Metropool.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Links;

/// <summary>Makes and takes mailed links. Opening one changes nothing (mail scanners open them); the form on its page does.</summary>
internal sealed class MailedLinks(IdentityDbContext db, PlatformSettings platform, TimeProvider time)
{
    /// <summary>The name of the secret in the address; telemetry leaves values of queries out.</summary>
    public const string Parameter = "code";

    /// <summary>Adds a link; saved by the caller, with the mail that it is in.</summary>
    /// <returns>The address to mail.</returns>
    public Uri Make(LinkPurpose purpose, Guid subjectId, string email, TimeSpan lifetime, string path)
    {
        var secret = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow();
        db.MailedLinks.Add(new MailedLink { SecretHash = HashOf(secret), Purpose = purpose, SubjectId = subjectId, Email = email, CreatedAt = now, ExpiresAt = now + lifetime });
        return new Uri(platform.PublicUrl, $"/identity{path}?{Parameter}={secret}");
    }

    /// <summary>The link, while it can be used.</summary>
    public Task<MailedLink?> FindAsync(string? secret, LinkPurpose purpose, CancellationToken cancellationToken)
    {
        var (hash, now) = (HashOf(secret ?? ""), time.GetUtcNow());
        return db.MailedLinks.AsNoTracking()
            .SingleOrDefaultAsync(link => link.SecretHash == hash && link.Purpose == purpose && link.UsedAt == null && link.ExpiresAt > now, cancellationToken);
    }

    /// <summary>Uses the link up, in the transaction of what it is used for: of two at the same moment one gets true.</summary>
    public async Task<bool> UseAsync(MailedLink link, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await db.MailedLinks.Where(l => l.SecretHash == link.SecretHash && l.UsedAt == null && l.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancellationToken) == 1;
    }

    /// <summary>Makes every other link of the kind void.</summary>
    public Task EndAsync(LinkPurpose purpose, Guid subjectId, CancellationToken cancellationToken) =>
        db.MailedLinks.Where(link => link.Purpose == purpose && link.SubjectId == subjectId && link.UsedAt == null).ExecuteDeleteAsync(cancellationToken);

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
