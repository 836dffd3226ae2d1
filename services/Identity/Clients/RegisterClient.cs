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
    public static async Task<Results<Created<ClientView>, ProblemHttpResult>> HandleAsync(
        Guid organisationId, NewClient request, Caller caller, IdentityDbContext db, IOpenIddictApplicationManager clients, ClientNotifications notifications,
        CancellationToken cancellationToken)
    {
        if (!await db.Organisations.AnyAsync(o => o.OrganisationId == organisationId, cancellationToken))
        {
            return OrganisationsApi.Unknown.ToProblem();
        }

        if (await db.RefuseOwnAsync(organisationId, caller, cancellationToken) is { } own)
        {
            return own.ToProblem();
        }

        if (await clients.FindByClientIdAsync(request.ClientId, cancellationToken) is not null)
        {
            return Refusal.Conflict("identity.client-known", "There is a client with this id.").ToProblem();
        }

        if (request.Keys.DistinctBy(key => key.Kid, StringComparer.Ordinal).Count() != request.Keys.Count)
        {
            return ClientKeys.SameKid.ToProblem();
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
/// <param name="ClientId">Its id, in lower case; for ever.</param>
/// <param name="DisplayName">What it is called, such as the name of a system.</param>
/// <param name="Keys">Its public keys.</param>
internal sealed record NewClient(
    [Required, RegularExpression("^[a-z0-9][a-z0-9-]{2,99}$")] string ClientId,
    [Required, StringLength(Organisation.LongestName), Name] string DisplayName,
    [Required, Length(1, ClientKeys.Most)] IReadOnlyList<PublicKey> Keys);
