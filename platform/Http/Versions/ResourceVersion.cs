using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Metropool.Http;

/// <summary>
/// The version of what a caller can change: a number that increases with every change or, without such a number, a digest of what a change would replace. It
/// is the first part of an entity tag.
/// </summary>
public readonly record struct ResourceVersion
{
    private readonly string? _text;

    private ResourceVersion(string text) => _text = text;

    /// <summary>Creates a version from a number.</summary>
    public static implicit operator ResourceVersion(long number) => FromInt64(number);

    /// <summary>Creates a version from a number.</summary>
    public static ResourceVersion FromInt64(long number) => new(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Creates a version from the content that a change would replace.</summary>
    public static ResourceVersion Of(params IEnumerable<object?> content) => new(Digest(JsonSerializer.SerializeToUtf8Bytes(content)));

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";

    internal static string Digest(ReadOnlySpan<byte> content) => Base64Url.EncodeToString(SHA256.HashData(content).AsSpan(0, 12));
}
