using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Identity.Clients;

/// <summary>
/// The public half of a client's key, as a JSON Web Key (RFC 7517). Members that aren't named here are ignored; those of a private key are refused.
/// </summary>
/// <param name="Kid">Its id, which the client writes in the header of its assertions.</param>
/// <param name="Kty">RSA or EC.</param>
/// <param name="N">RSA: the modulus; at least 2048 bits.</param>
/// <param name="E">RSA: the exponent.</param>
/// <param name="Crv">EC: P-256.</param>
/// <param name="X">EC: the x coordinate.</param>
/// <param name="Y">EC: the y coordinate.</param>
/// <param name="Use">sig, or left out.</param>
/// <param name="Alg">RS256, PS256 or ES256, or left out.</param>
internal sealed record PublicKeyRequest(
    [Required, RegularExpression("^[A-Za-z0-9._:-]{1,100}$")] string Kid,
    [Required, RegularExpression("^(RSA|EC)$")] string Kty,
    [StringLength(2000)] string? N,
    [StringLength(20)] string? E,
    [RegularExpression("^P-256$")] string? Crv,
    [StringLength(100)] string? X,
    [StringLength(100)] string? Y,
    [RegularExpression("^sig$")] string? Use,
    [RegularExpression("^(RS256|PS256|ES256)$")] string? Alg) : IValidatableObject
{
    private const int SmallestModulus = 2048 / 8;

    // Of RSA, EC and symmetric keys (RFC 7518, section 6).
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    /// <summary>
    /// Further members, such as <c>key_ops</c>, <c>ext</c> or <c>x5t</c>: ignored (RFC 7517, section 4), unless they are part of a private key.
    /// </summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? OtherMembers { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var member in PrivateMembers.Where(member => OtherMembers?.ContainsKey(member) == true))
        {
            yield return new("This is part of a private key. It was sent over the network: make another, and send the public half of that.", [member]);
        }

        if (Kty == "RSA" && !(BytesOf(N) is { Length: >= SmallestModulus } modulus && modulus[0] != 0 && BytesOf(E) is { Length: > 0 }))
        {
            yield return new("An RSA key has a modulus n of at least 2048 bits and an exponent e, in base64url.", [nameof(N)]);
        }

        if (Kty == "EC" && !(Crv is not null && BytesOf(X) is { Length: 32 } && BytesOf(Y) is { Length: 32 }))
        {
            yield return new("An EC key has crv P-256 and coordinates x and y of 32 bytes, in base64url.", [nameof(X)]);
        }
    }

    public JsonWebKey ToJsonWebKey()
    {
        var key = new JsonWebKey { Kid = Kid, Kty = Kty, Use = "sig" };
        if (Kty == "RSA")
        {
            (key.N, key.E) = (N, E);
        }
        else
        {
            (key.Crv, key.X, key.Y) = (Crv, X, Y);
        }

        return key;
    }

    private static byte[]? BytesOf(string? text)
    {
        try
        {
            return text is null ? null : Base64UrlEncoder.DecodeBytes(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
