using OtpNet;

namespace Metropool.Identity.Security;

/// <summary>Codes of an authenticator app (RFC 6238): six digits, thirty seconds, HMAC-SHA-1, which every app supports.</summary>
internal static class Totp
{
    // Clocks differ: the codes of the previous and the next step are valid too.
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    public static byte[] CreateSecret() => KeyGeneration.GenerateRandomKey(OtpHashMode.Sha1);

    /// <summary>The time step of a code; null if the code isn't valid at this moment.</summary>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now) =>
        new OtpNet.Totp(secret).VerifyTotp(now.UtcDateTime, code, out var step, Window) ? step : null;

    /// <summary>The code of a moment.</summary>
    public static string CodeAt(byte[] secret, DateTimeOffset at) => new OtpNet.Totp(secret).ComputeTotp(at.UtcDateTime);

    /// <summary>The secret as people type it, in base32.</summary>
    public static string TextOf(byte[] secret) => Base32Encoding.ToString(secret);

    /// <summary>The address in the QR code.</summary>
    public static string AddressOf(byte[] secret, string account) => new OtpUri(OtpType.Totp, secret, account, "Metropool").ToString();
}
