using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Identity.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;

namespace Metropool.Identity.Clients;

/// <summary>Registers a client.</summary>
internal static class RegisterClient
{
    public static async Task<Results<Created<ClientDetail>, ProblemHttpResult>> HandleAsync(
        Guid organisationId,
        RegisterClientRequest request,
        Caller caller,
        IdentityDbContext db,
        IOpenIddictApplicationManager clients,
        ClientNotifications notifications,
        CancellationToken cancellationToken)
    {
        if (!await db.Organisations.AnyAsync(o => o.OrganisationId == organisationId, cancellationToken))
        {
            return Refusals.OrganisationUnknown.ToProblem();
        }

        if (await db.RefuseOwnOrganisationAsync(organisationId, caller, cancellationToken) is { } own)
        {
            return own.ToProblem();
        }

        if (await clients.FindByClientIdAsync(request.ClientId, cancellationToken) is not null)
        {
            return Refusals.ClientExists.ToProblem();
        }

        if (request.Keys.DistinctBy(key => key.Kid, StringComparer.Ordinal).Count() != request.Keys.Count)
        {
            return Refusals.KeyExists.ToProblem();
        }

        var descriptor = OrganisationClients.Describe(request.ClientId, request.DisplayName.Trim(), organisationId);
        descriptor.JsonWebKeySet = new JsonWebKeySet();
        request.Keys.ToList().ForEach(key => descriptor.JsonWebKeySet.Keys.Add(key.ToJsonWebKey()));
        await notifications.NotifyAsync(organisationId, request.ClientId, "een koppeling toegevoegd", cancellationToken);
        await clients.CreateAsync(descriptor, cancellationToken);
        return TypedResults.Created(OrganisationClients.AddressOf(organisationId, request.ClientId), OrganisationClients.View(descriptor));
    }
}

/// <summary>A client to register.</summary>
/// <param name="ClientId">The client id, in lower case, such as "gemeente-voorbeeld-zaaksysteem". It can't be changed.</param>
/// <param name="DisplayName">The display name, such as "Zaaksysteem".</param>
/// <param name="Keys">The public keys, at most five.</param>
internal sealed record RegisterClientRequest(
    [Required, RegularExpression("^[a-z0-9][a-z0-9-]{2,99}$")] string ClientId,
    [Required, StringLength(Organisation.LongestName), Name] string DisplayName,
    [Required, Length(1, ClientKeys.Maximum)] IReadOnlyList<PublicKeyRequest> Keys);
