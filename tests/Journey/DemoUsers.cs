using System.Text.Json;
using Metropool.Journey.Gateway;

namespace Metropool.Journey;

/// <summary>The accounts of a development platform, as Identity wrote them.</summary>
/// <param name="Users">People, with their passwords.</param>
/// <param name="Clients">The machine clients of the demo municipalities, with their private keys.</param>
internal sealed record DemoUsers(IReadOnlyList<DemoUser> Users, IReadOnlyList<DemoClient> Clients)
{
    public DemoUser Administrator => Users.FirstOrDefault(user => user.Roles.Contains("administrator"))
        ?? throw new JourneyException("The demo users file names no administrator.");

    public DemoUser Staff => Users.FirstOrDefault(user => user.Roles.Contains("staff"))
        ?? throw new JourneyException("The demo users file names nobody of the staff.");

    public static async Task<DemoUsers> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new JourneyException($"There is no demo users file {path}: Identity writes it at its first start in Development.");
        }

        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<DemoUsers>(file, Wire.Json, cancellationToken)
            ?? throw new JourneyException($"The demo users file {path} is empty.");
    }
}

/// <summary>A person with an account.</summary>
internal sealed record DemoUser(string UserName, string Password, string DisplayName, IReadOnlyList<string> Roles, Guid PersonId, Guid? OrganisationId);

/// <summary>A machine client of a municipality; its private key is a JWK.</summary>
internal sealed record DemoClient(string ClientId, Guid OrganisationId, string Name, JsonElement PrivateKey);
