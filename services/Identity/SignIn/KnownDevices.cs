using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Metropool.Identity.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.SignIn;

/// <summary>
/// Recognises the devices on which an account signed in, by a cookie (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). The cookie gives
/// no access: it only gives its device a separate counter in <see cref="SignInThrottle"/>. It holds a secret for each account of the browser, and a secret
/// that the account didn't get from us is replaced, so that a secret planted by an attacker never becomes known.
/// </summary>
internal sealed class KnownDevices(IdentityDbContext db, IHostEnvironment environment, TimeProvider time)
{
    public const string CookieName = "metropool-identity-device";

    /// <summary>How long a device is remembered without a sign-in.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    private const int MostOfPerson = 20;
    private const int MostInBrowser = 5;
    private const int SecretLength = 32;

    /// <summary>The device of the request, when the account signed in on it before; null otherwise.</summary>
    public async Task<string?> FindAsync(HttpContext context, Guid personId, CancellationToken cancellationToken)
    {
        var (hashes, since) = (SecretsOf(context).Select(secret => HashOf(secret, personId)).ToArray(), time.GetUtcNow() - Kept);
        if (hashes.Length == 0)
        {
            return null;
        }

        var known = await db.KnownDevices
            .Where(device => device.PersonId == personId && hashes.Contains(device.DeviceHash) && device.UsedAt > since)
            .Select(device => device.DeviceHash).FirstOrDefaultAsync(cancellationToken);
        return known is null ? null : Convert.ToHexStringLower(known);
    }

    /// <summary>Remembers the device of the request for an account whose owner has just signed in.</summary>
    public async Task RememberAsync(HttpContext context, Account account, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var secrets = SecretsOf(context);
        string? current = null;
        foreach (var secret in secrets)
        {
            var hash = HashOf(secret, account.Id);
            if (await db.KnownDevices.Where(device => device.DeviceHash == hash)
                .ExecuteUpdateAsync(set => set.SetProperty(device => device.UsedAt, now), cancellationToken) == 1)
            {
                current = secret;
                break;
            }
        }

        if (current is null)
        {
            current = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretLength));
            var hash = HashOf(current, account.Id);
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO known_devices (device_hash, person_id, since, used_at) VALUES ({hash}, {account.Id}, {now}, {now})", cancellationToken);
            await db.Database.ExecuteSqlAsync(
                $"""
                DELETE FROM known_devices WHERE person_id = {account.Id}
                AND device_hash NOT IN (SELECT device_hash FROM known_devices WHERE person_id = {account.Id} ORDER BY used_at DESC LIMIT {MostOfPerson})
                """,
                cancellationToken);
        }

        var cookie = string.Join('.', secrets.Where(secret => secret != current).Prepend(current).Take(MostInBrowser));
        context.Response.Cookies.Append(CookieName, cookie, new()
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = Kept,
            Path = context.Request.PathBase.Value,
            SameSite = SameSiteMode.Lax,
            Secure = !environment.IsDevelopment() || context.Request.IsHttps,
        });
    }

    /// <summary>Forgets all devices of an account.</summary>
    public Task ForgetAllAsync(Guid personId, CancellationToken cancellationToken) =>
        db.KnownDevices.Where(device => device.PersonId == personId).ExecuteDeleteAsync(cancellationToken);

    private static string[] SecretsOf(HttpContext context) => context.Request.Cookies.TryGetValue(CookieName, out var cookie)
        ? [.. cookie.Split('.', MostInBrowser + 1).Take(MostInBrowser).Where(secret => Base64Url.IsValid(secret, out var length) && length == SecretLength)]
        : [];

    private static byte[] HashOf(string secret, Guid personId) => SHA256.HashData(Encoding.ASCII.GetBytes($"{personId}.{secret}"));
}
