using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Metropool.Identity.Keys;

/// <summary>
/// Encrypts the data protection keys in the database with a key from the configuration (AES-256-GCM), so that the database or a backup of it is useless alone.
/// The first configured key encrypts; all decrypt, so that a key can be replaced.
/// </summary>
internal sealed class ConfiguredKeyEncryptor(byte[] key) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var (nonce, cipher, tag) = (RandomNumberGenerator.GetBytes(12), new byte[plain.Length], new byte[16]);
        using var aes = new AesGcm(key, tag.Length);
        aes.Encrypt(nonce, plain, cipher, tag);
        return new(
            new XElement("encryptedKey", new XAttribute("key", ConfiguredKeys.NameOf(key)), Convert.ToBase64String([.. nonce, .. tag, .. cipher])),
            typeof(ConfiguredKeyDecryptor));
    }
}

/// <inheritdoc cref="ConfiguredKeyEncryptor"/>
internal sealed class ConfiguredKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var name = (string?)encryptedElement.Attribute("key");
        var key = ConfiguredKeys.Of(services.GetRequiredService<IdentitySettings>()).FirstOrDefault(key => ConfiguredKeys.NameOf(key) == name)
            ?? throw new InvalidOperationException(
                $"Metropool:Identity:DataProtectionKeys doesn't have the key {name}, with which the data protection keys in the database are encrypted.");
        var sent = Convert.FromBase64String(encryptedElement.Value);
        var plain = new byte[sent.Length - 28];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(sent.AsSpan(0, 12), sent.AsSpan(28), sent.AsSpan(12, 16), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}

/// <summary>The keys of the configuration.</summary>
internal static class ConfiguredKeys
{
    private const int Length = 32;

    public static IEnumerable<byte[]> Of(IdentitySettings settings) => settings.DataProtectionKeys.Select(Convert.FromBase64String);

    /// <summary>The name of a key in the database. It reveals nothing about the key.</summary>
    public static string NameOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData([.. "metropool-identity"u8, .. key]))[..16];

    public static IEnumerable<string> Faults(IConfiguration configuration, IHostEnvironment environment)
    {
        var keys = configuration.GetSection("Metropool:Identity:DataProtectionKeys").GetChildren().ToList();
        if (keys.Count == 0 && !environment.IsDevelopment())
        {
            yield return "Metropool:Identity:DataProtectionKeys is not set: a list with at least one key of 32 random bytes in base64, "
                + "such as openssl rand -base64 32 makes.";
        }

        foreach (var key in keys.Where(key => !IsKey(key.Value)))
        {
            yield return $"{key.Path} is no key of 32 bytes in base64.";
        }
    }

    private static bool IsKey(string? text)
    {
        var bytes = new byte[Length + 1];
        return text is not null && Convert.TryFromBase64String(text, bytes, out var length) && length == Length;
    }
}
