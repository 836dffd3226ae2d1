using Metropool.Journey.Gateway;
using Metropool.Journey.SignIn;

namespace Metropool.Journey;

/// <summary>Requests access tokens for demo users and demo clients.</summary>
public static class DemoTokens
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Signs in as a demo user or as the client of a demo municipality.</summary>
    /// <param name="url">The address of the gateway.</param>
    /// <param name="demoUsersFile">The file with the demo accounts.</param>
    /// <param name="name">The e-mail address of a user, or the part before the <c>@</c>, or the id of a client.</param>
    /// <param name="cancellationToken"></param>
    /// <returns>An access token for all services.</returns>
    /// <exception cref="JourneyException">The name is unknown, or signing in failed.</exception>
    public static async Task<string> OfAsync(Uri url, string demoUsersFile, string name, CancellationToken cancellationToken)
    {
        var known = await DemoUsers.ReadAsync(demoUsersFile, cancellationToken);
        using var gateway = new GatewayClient(url, new RetryPolicy(Timeout));
        var provider = new OpenIdProvider(gateway);
        var user = known.Users.FirstOrDefault(user => user.UserName == name || user.UserName.StartsWith(name + '@', StringComparison.Ordinal));
        var client = known.Clients.FirstOrDefault(client => client.ClientId == name);
        Session session = (user, client) switch
        {
            ({ } person, _) => new PersonSession(gateway, provider, person.UserName, person.Password),
            (_, { } machine) => new ClientSession(gateway, provider, machine),
            _ => throw new JourneyException($"Demo user or client '{name}' not found. Use one of {string.Join(", ", NamesOf(known))}."),
        };
        return await session.TokenAsync(cancellationToken);
    }

    private static IEnumerable<string> NamesOf(DemoUsers known) =>
        known.Users.Select(user => user.UserName).Concat(known.Clients.Select(client => client.ClientId));
}
