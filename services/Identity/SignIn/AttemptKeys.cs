using System.Security.Cryptography;
using System.Text;
using Metropool.Identity.Keys;

namespace Metropool.Identity.SignIn;

/// <summary>
/// The keys of counters: a keyed hash of address and origin. The key follows from the first of the configured data protection keys and isn't in the
/// database, so that addresses and origins can't be found by trying all of them. Replacing that key resets the counters.
/// </summary>
internal sealed class AttemptKeys(IdentitySettings settings)
{
    private const int Length = 16;

    // In Development no key is configured, and the addresses need no protection.
    private readonly byte[] _key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        ConfiguredKeys.Of(settings).FirstOrDefault() ?? new byte[SHA256.HashSizeInBytes],
        SHA256.HashSizeInBytes,
        info: "metropool-identity-attempts"u8.ToArray());

    public Guid OfAccount(string normalizedAddress) => Hash("account", normalizedAddress);

    public Guid OfCounter(Guid accountKey, AttemptScope scope, string place) => Hash(accountKey.ToString(), scope.ToString(), place);

    private Guid Hash(params string[] parts) =>
        new(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(string.Join('\n', parts))).AsSpan(0, Length), bigEndian: true);
}
