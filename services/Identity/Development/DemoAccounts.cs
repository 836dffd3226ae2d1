using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Identity.Accounts;
using Metropool.Identity.Clients;
using Metropool.Identity.Organisations;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace Metropool.Identity.Development;

/// <summary>
/// Makes the accounts and clients of the demo users file, or new ones if there is no file. Existing accounts stay as they are,
/// so that a second start changes nothing; if the file is new, they get its passwords.
/// </summary>
internal sealed class DemoAccounts(
    IdentityDbContext db,
    AccountStore accountStore,
    OrganisationContacts contacts,
    IOpenIddictApplicationManager clients,
    IPublishEndpoint publish,
    ProgrammeClock clock,
    TimeProvider time,
    ILogger<DemoAccounts> logger)
{
    /// <summary>Prepares them. The caller has a transaction.</summary>
    /// <returns>
    /// The content to write to the file after the commit; null if the file is up to date. If writing fails, the next start makes new passwords.
    /// </returns>
    public async Task<DemoUsers?> PrepareAsync(string path, CancellationToken cancellationToken)
    {
        var kept = await DemoUsers.ReadAsync(path, cancellationToken);
        if (kept is not null && await IsOfAnotherDatabaseAsync(kept, cancellationToken))
        {
            logger.LogWarning("The demo users of {Path} belong to another database; new ones are written.", path);
            kept = null;
        }

        var demo = kept ?? await WithKnownIdsAsync(DemoUsers.Make(time), cancellationToken);
        foreach (var client in demo.Clients)
        {
            await MakeOrganisationAsync(client, cancellationToken);
            await MakeClientAsync(client, cancellationToken);
        }

        foreach (var user in demo.Users)
        {
            await MakeAccountAsync(user, isNewFile: kept is null, cancellationToken);
        }

        await contacts.ReevaluateAsync([.. demo.Clients.Select(client => client.OrganisationId)], cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return kept is null ? demo : null;
    }

    private async Task<bool> IsOfAnotherDatabaseAsync(DemoUsers kept, CancellationToken cancellationToken)
    {
        var known = await KnownPeopleAsync(kept, cancellationToken);
        return kept.Users.Any(user => known.TryGetValue(user.UserName, out var personId) && personId != user.PersonId);
    }

    private async Task<DemoUsers> WithKnownIdsAsync(DemoUsers made, CancellationToken cancellationToken)
    {
        var people = await KnownPeopleAsync(made, cancellationToken);
        var names = made.Clients.Select(client => client.Name).ToArray();
        var organisations = await db.Organisations.Where(o => names.Contains(o.Name)).ToDictionaryAsync(o => o.Name, o => o.OrganisationId, cancellationToken);
        var organisationIds = made.Clients.ToDictionary(
            client => client.OrganisationId, client => organisations.GetValueOrDefault(client.Name, client.OrganisationId));
        return new(
            [.. made.Users.Select(user => user with
            {
                PersonId = people.GetValueOrDefault(user.UserName, user.PersonId),
                OrganisationId = user.OrganisationId is { } id ? organisationIds[id] : null,
            })],
            [.. made.Clients.Select(client => client with { OrganisationId = organisationIds[client.OrganisationId] })]);
    }

    private async Task<Dictionary<string, Guid>> KnownPeopleAsync(DemoUsers users, CancellationToken cancellationToken)
    {
        var names = users.Users.Select(user => user.UserName).ToArray();
        return await db.Users.Where(a => names.Contains(a.UserName)).ToDictionaryAsync(a => a.UserName!, a => a.Id, cancellationToken);
    }

    private async Task MakeOrganisationAsync(DemoClient client, CancellationToken cancellationToken)
    {
        if (await db.Organisations.AnyAsync(o => o.OrganisationId == client.OrganisationId, cancellationToken))
        {
            return;
        }

        var now = clock.GetUtcNow();
        var organisation = new Organisation { OrganisationId = client.OrganisationId, Name = client.Name, RegisteredAt = now, ChangedAt = now };
        db.Organisations.Add(organisation);
        await publish.Publish(organisation.State(), cancellationToken);
    }

    private async Task MakeClientAsync(DemoClient client, CancellationToken cancellationToken)
    {
        var descriptor = OrganisationClients.Describe(client.ClientId, client.Name, client.OrganisationId);
        descriptor.JsonWebKeySet = client.PublicKeys();
        await clients.CreateOrUpdateAsync(descriptor, cancellationToken);
    }

    private async Task MakeAccountAsync(DemoUser user, bool isNewFile, CancellationToken cancellationToken)
    {
        if (await db.Users.SingleOrDefaultAsync(a => a.Id == user.PersonId, cancellationToken) is { } known)
        {
            if (isNewFile)
            {
                known.PasswordHash = accountStore.Hash(user.Password);
                known.SecurityChanged();
            }

            return;
        }

        await accountStore.AddAsync(
            user.PersonId,
            user.UserName,
            new PersonName(user.DisplayName),
            user.Roles,
            user.OrganisationId,
            accountStore.Hash(user.Password),
            cancellationToken);
    }
}
