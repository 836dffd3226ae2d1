using Metropool.Journey.Gateway;
using Metropool.Journey.SignIn;

namespace Metropool.Journey;

/// <summary>Access tokens of demo users and demo clients, got as any client gets them.</summary>
public static class DemoTokens
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Signs a demo user in, or a demo municipality's client.</summary>
    /// <param name="url">The gateway.</param>
    /// <param name="demoUsersFile">The file with the accounts.</param>
    /// <param name="name">The address that a user signs in with, or its part before the <c>@</c>; or the id of a client.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>A token for all services.</returns>
    /// <exception cref="JourneyException">Nobody has that name, or there is no answer.</exception>
    public static async Task<string> OfAsync(Uri url, string demoUsersFile, string name, CancellationToken cancellationToken)
    {
        var known = await DemoUsers.ReadAsync(demoUsersFile, cancellationToken);
        using var gateway = new GatewayClient(url, new Patience(Patience));
        var provider = new OpenIdProvider(gateway);
        var user = known.Users.FirstOrDefault(user => user.UserName == name || user.UserName.StartsWith(name + '@', StringComparison.Ordinal));
        var client = known.Clients.FirstOrDefault(client => client.ClientId == name);
        Session session = (user, client) switch
        {
            ({ } person, _) => new PersonSession(gateway, provider, person.UserName, person.Password),
            (_, { } machine) => new ClientSession(gateway, provider, machine),
            _ => throw new JourneyException($"There is no demo user or client '{name}'. There are {string.Join(", ", known.Users.Select(u => u.UserName).Concat(known.Clients.Select(c => c.ClientId)))}."),
        };
        return await session.TokenAsync(cancellationToken);
    }
}
