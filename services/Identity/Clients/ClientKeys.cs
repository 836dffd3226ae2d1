using Metropool.Http;
using Metropool.Identity.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;

namespace Metropool.Identity.Clients;

/// <summary>Adds and retires the keys of a client. While two are there, both are good.</summary>
internal static class ClientKeys
{
    public const int Most = 5;

    public static Refusal SameKid { get; } = Refusal.Conflict("identity.key-known", "The client has a key with this kid.");

    public static async Task<Results<Created<ClientView>, ProblemHttpResult>> AddAsync(
        Guid organisationId, string clientId, PublicKey request, Caller caller, IdentityDbContext db, IOpenIddictApplicationManager clients,
        ClientNotifications notifications, CancellationToken cancellationToken)
    {
        if (await db.RefuseOwnAsync(organisationId, caller, cancellationToken) is { } own)
        {
            return own.ToProblem();
        }

        if ((await clients.FindAsync(organisationId, clientId, cancellationToken)).IsRefused(out var refusal, out var found))
        {
            return refusal.ToProblem();
        }

        var (client, descriptor) = found;
        var keys = descriptor.JsonWebKeySet ??= new JsonWebKeySet();
        if (keys.Keys.Any(key => key.Kid == request.Kid))
        {
            return SameKid.ToProblem();
        }

        if (keys.Keys.Count >= Most)
        {
            return Refusal.Conflict("identity.too-many-keys", $"A client has at most {Most} keys: retire one first.").ToProblem();
        }

        keys.Keys.Add(request.ToJsonWebKey());
        await notifications.NotifyAsync(organisationId, clientId, "een sleutel toegevoegd aan een koppeling", cancellationToken);
        await clients.UpdateAsync(client, descriptor, cancellationToken);
        return TypedResults.Created(OrganisationClients.AddressOf(organisationId, clientId), OrganisationClients.View(descriptor));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> RetireAsync(
        Guid organisationId, string clientId, string kid, IOpenIddictApplicationManager clients, CancellationToken cancellationToken)
    {
        if ((await clients.FindAsync(organisationId, clientId, cancellationToken)).IsRefused(out var refusal, out var found))
        {
            return refusal.ToProblem();
        }

        var (client, descriptor) = found;
        if (descriptor.JsonWebKeySet?.Keys.FirstOrDefault(key => key.Kid == kid) is not { } retired)
        {
            return Refusal.NotFound("identity.key-unknown", "The client has no such key.").ToProblem();
        }

        // OpenIddict keeps no confidential client without one, active or not.
        if (descriptor.JsonWebKeySet.Keys.Count == 1)
        {
            return Refusal.Conflict("identity.last-key", "This is the client's last key: add another first. A client that is to get no more tokens is deactivated.").ToProblem();
        }

        descriptor.JsonWebKeySet.Keys.Remove(retired);
        await clients.UpdateAsync(client, descriptor, cancellationToken);
        return TypedResults.NoContent();
    }
}
