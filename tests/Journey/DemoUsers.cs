using System.Text.Json;
using Metropool.Journey.Gateway;

namespace Metropool.Journey;

/// <summary>The accounts of a development platform, from the file that Identity writes.</summary>
/// <param name="Users">The users with their passwords.</param>
/// <param name="Clients">The clients of the demo municipalities, with their private keys.</param>
internal sealed record DemoUsers(IReadOnlyList<DemoUser> Users, IReadOnlyList<DemoClient> Clients)
{
    public DemoUser Administrator => Users.FirstOrDefault(user => user.Roles.Contains("administrator"))
        ?? throw new JourneyException("The demo users file contains no administrator.");

    public DemoUser Staff => Users.FirstOrDefault(user => user.Roles.Contains("staff"))
        ?? throw new JourneyException("The demo users file contains no staff member.");

    public static async Task<DemoUsers> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new JourneyException($"Demo users file {path} not found. Identity writes it at its first start in Development.");
        }

        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<DemoUsers>(file, ApiJson.Options, cancellationToken)
            ?? throw new JourneyException($"The demo users file {path} is empty.");
    }
}

/// <summary>A demo account of a person.</summary>
internal sealed record DemoUser(string UserName, string Password, string DisplayName, IReadOnlyList<string> Roles, Guid PersonId, Guid? OrganisationId);

/// <summary>A client of a municipality. Its private key is a JWK.</summary>
internal sealed record DemoClient(string ClientId, Guid OrganisationId, string Name, JsonElement PrivateKey);
