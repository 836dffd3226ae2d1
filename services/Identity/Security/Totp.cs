using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Metropool.Identity.Security;

/// <summary>Codes of an authenticator app (RFC 6238): six digits, thirty seconds, HMAC-SHA-1, which is what every app knows.</summary>
internal static class Totp
{
    private const int SecretLength = 20;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    public static byte[] MakeSecret() => RandomNumberGenerator.GetBytes(SecretLength);

    /// <summary>The step that a code belongs to: this one, or one before or after, because clocks differ. Null where it is none of these.</summary>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now)
    {
        var sent = Encoding.ASCII.GetBytes(code);
        var current = now.ToUnixTimeSeconds() / (long)Step.TotalSeconds;
        return new[] { current, current - 1, current + 1 }.Cast<long?>()
            .FirstOrDefault(step => CryptographicOperations.FixedTimeEquals(sent, Encoding.ASCII.GetBytes(CodeAt(secret, step!.Value))));
    }

    /// <summary>The code of a moment.</summary>
    public static string Code(byte[] secret, DateTimeOffset at) => CodeAt(secret, at.ToUnixTimeSeconds() / (long)Step.TotalSeconds);

    /// <summary>The secret as people type it.</summary>
    public static string Text(byte[] secret)
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < secret.Length * 8; bit += 5)
        {
            text.Append(Base32[Enumerable.Range(bit, 5).Aggregate(0, (value, i) => (value << 1) | ((secret[i / 8] >> (7 - (i % 8))) & 1))]);
        }

        return text.ToString();
    }

    /// <summary>What the app reads from the drawing.</summary>
    public static string Address(byte[] secret, string account) =>
        $"otpauth://totp/Metropool:{Uri.EscapeDataString(account)}?secret={Text(secret)}&issuer=Metropool&algorithm=SHA1&digits=6&period=30";

    private static string CodeAt(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // HMAC-SHA-1 is what authenticator apps compute; its weakness is in collisions, which don't matter here.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF, 4)) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
