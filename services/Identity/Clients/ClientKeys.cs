using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;

namespace Metropool.Identity.Clients;

/// <summary>Adds and removes the keys of a client. All keys of a client are valid.</summary>
internal static class ClientKeys
{
    public const int Maximum = 5;

    public static async Task<Results<Created<ClientDetail>, ProblemHttpResult>> AddAsync(
        Guid organisationId, string clientId, PublicKeyRequest request, Caller caller, IdentityDbContext db, IOpenIddictApplicationManager clients,
        ClientNotifications notifications, CancellationToken cancellationToken)
    {
        if (await db.RefuseOwnOrganisationAsync(organisationId, caller, cancellationToken) is { } own)
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
            return Refusals.KeyExists.ToProblem();
        }

        if (keys.Keys.Count >= Maximum)
        {
            return Refusals.TooManyKeys.ToProblem();
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
            return Refusals.KeyUnknown.ToProblem();
        }

        // OpenIddict keeps no confidential client without one, active or not.
        if (descriptor.JsonWebKeySet.Keys.Count == 1)
        {
            return Refusals.LastKey.ToProblem();
        }

        descriptor.JsonWebKeySet.Keys.Remove(retired);
        await clients.UpdateAsync(client, descriptor, cancellationToken);
        return TypedResults.NoContent();
    }
}
