using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Identity.Tests;

/// <summary>An authenticator in software (WebAuthn, ES256, no attestation): what a browser would hand over.</summary>
internal sealed class SoftwareKey : IDisposable
{
    private static readonly string[] Transports = ["internal"];
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte WithKey = 0x40;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private string _userHandle = "";
    private uint _count;

    /// <summary>The site that the browser shows.</summary>
    public string Origin { get; init; } = "http://localhost:8080";

    /// <summary>Whether the user was verified.</summary>
    public bool IsUnlocked { get; init; } = true;

    /// <summary>Whether it counts what it is used for: one that several devices share doesn't.</summary>
    public bool Counts { get; init; } = true;

    public string Create(string options)
    {
        var asked = JsonElement.Parse(options);
        _userHandle = asked.GetProperty("user").GetProperty("id").GetString()!;
        var clientData = ClientData("webauthn.create", asked.GetProperty("challenge").GetString()!);
        var attestation = new CborWriter(CborConformanceMode.Ctap2Canonical);
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        var site = asked.GetProperty("rp").GetProperty("id").GetString()!;
        attestation.WriteByteString([.. AuthenticatorData(site, WithKey), .. new byte[16], 0, (byte)_id.Length, .. _id, .. CoseKey()]);
        attestation.WriteEndMap();
        return Credential(new { clientDataJSON = Encode(clientData), attestationObject = Encode(attestation.Encode()), transports = Transports });
    }

    public string Get(string options)
    {
        var asked = JsonElement.Parse(options);
        var clientData = ClientData("webauthn.get", asked.GetProperty("challenge").GetString()!);
        var data = AuthenticatorData(asked.GetProperty("rpId").GetString()!, 0);
        var signature = _key.SignData([.. data, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(
            new { clientDataJSON = Encode(clientData), authenticatorData = Encode(data), signature = Encode(signature), userHandle = _userHandle });
    }

    public void Dispose() => _key.Dispose();

    private static string Encode(byte[] bytes) => Base64UrlEncoder.Encode(bytes);

    private byte[] ClientData(string type, string challenge) =>
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { type, challenge, origin = Origin, crossOrigin = false }));

    private byte[] AuthenticatorData(string site, byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Counts ? ++_count : 0);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(site)), (byte)(flags | Present | (IsUnlocked ? Verified : 0)), .. count];
    }

    private byte[] CoseKey()
    {
        var point = _key.ExportParameters(false).Q;
        var key = new CborWriter(CborConformanceMode.Ctap2Canonical);
        key.WriteStartMap(5);
        key.WriteInt32(1);
        key.WriteInt32(2);
        key.WriteInt32(3);
        key.WriteInt32(-7);
        key.WriteInt32(-1);
        key.WriteInt32(1);
        key.WriteInt32(-2);
        key.WriteByteString(point.X!);
        key.WriteInt32(-3);
        key.WriteByteString(point.Y!);
        key.WriteEndMap();
        return key.Encode();
    }

    private string Credential(object response) =>
        JsonSerializer.Serialize(new
        {
            id = Encode(_id),
            rawId = Encode(_id),
            type = "public-key",
            response,
            clientExtensionResults = new { },
            authenticatorAttachment = "platform",
        });
}
