using System.Security.Cryptography;
using System.Text.Json;
using Metropool.Http;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Identity.Development;

/// <summary>The accounts and clients of a development platform, with their secrets, as in the demo users file.</summary>
internal sealed record DemoUsers(IReadOnlyList<DemoUser> Users, IReadOnlyList<DemoClient> Clients)
{
    private const string Domain = "demo.metropool.example";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Makes new passwords and keys.</summary>
    public static DemoUsers Make(TimeProvider time)
    {
        var north = DemoClient.Make("demogemeente-noord", "Demogemeente Noord", time);
        var south = DemoClient.Make("demogemeente-zuid", "Demogemeente Zuid", time);
        return new(
            [
                User("beheerder", "Demo beheerder", [Roles.Administrator]),
                User("decaan", "Demo decaan", [Roles.Staff]),
                User("opleidingsmanager", "Demo opleidingsmanager", [Roles.Staff]),
                User("projectmanager", "Demo projectmanager", [Roles.Staff]),
                User("trainer", "Demo trainer", [Roles.Staff]),
                User("werkgever-noord", "Demo contactpersoon Noord", [Roles.EmployerContact], north.OrganisationId),
                User("werkgever-zuid", "Demo contactpersoon Zuid", [Roles.EmployerContact], south.OrganisationId),
                User("deelnemer", "Demo deelnemer", []),
                User("deelnemer-2", "Demo deelnemer 2", []),
            ],
            [north, south]);

        DemoUser User(string name, string displayName, string[] roles, Guid? organisationId = null) =>
            new($"{name}@{Domain}", Password(), displayName, roles, Guid.CreateVersion7(time.GetUtcNow()), organisationId);
    }

    /// <summary>A unique user name.</summary>
    public static string UserName(string name, int number, string batch) => $"{name}-{number}-{batch}@{Domain}";

    /// <summary>About 100 bits, without characters that look alike.</summary>
    public static string Password() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 20);

    /// <summary>Reads the file; null if it doesn't exist.</summary>
    public static async Task<DemoUsers?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<DemoUsers>(file, Json, cancellationToken);
    }

    /// <summary>Writes the file atomically, readable for its owner only.</summary>
    public async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        var temporary = path + ".new";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var file = new FileStream(temporary, options))
        {
            await JsonSerializer.SerializeAsync(file, this, Json, cancellationToken);
        }

        File.Move(temporary, path, overwrite: true);
    }
}

/// <summary>An account.</summary>
internal sealed record DemoUser(string UserName, string Password, string DisplayName, IReadOnlyList<string> Roles, Guid PersonId, Guid? OrganisationId = null);

/// <summary>The client of a municipality. Its private key is a JWK; the database has only the public key.</summary>
internal sealed record DemoClient(string ClientId, Guid OrganisationId, string Name, Dictionary<string, string> PrivateKey)
{
    public static DemoClient Make(string clientId, string name, TimeProvider time)
    {
        using var rsa = RSA.Create(2048);
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(true)));
        return new(clientId, Guid.CreateVersion7(time.GetUtcNow()), name, new()
        {
            ["kty"] = key.Kty,
            ["kid"] = clientId,
            ["use"] = "sig",
            ["alg"] = SecurityAlgorithms.RsaSha256,
            ["n"] = key.N,
            ["e"] = key.E,
            ["d"] = key.D,
            ["p"] = key.P,
            ["q"] = key.Q,
            ["dp"] = key.DP,
            ["dq"] = key.DQ,
            ["qi"] = key.QI,
        });
    }

    public JsonWebKeySet PublicKeys()
    {
        var keys = new JsonWebKeySet();
        keys.Keys.Add(new JsonWebKey
        {
            Kty = PrivateKey["kty"],
            Kid = PrivateKey["kid"],
            Use = "sig",
            Alg = PrivateKey["alg"],
            N = PrivateKey["n"],
            E = PrivateKey["e"],
        });
        return keys;
    }
}
