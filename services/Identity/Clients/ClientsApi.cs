using Metropool.Http;

namespace Metropool.Identity.Clients;

/// <summary>The clients of organisations. They only use client credentials with private_key_jwt; there are no client secrets.</summary>
internal static class ClientsApi
{
    private const string ContactsAreNotified =
        "The contacts of the organisation are notified. An administrator who is one of them can't do this (R46).";

    public static IEndpointRouteBuilder MapClients(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/organisations/{organisationId:guid}/clients").RequireAuthorization(Policies.Administrator).WithTags("Clients");
        group.MapGet("", ListClients.HandleAsync).ReturnsUnpagedList("The systems of one organisation.")
            .WithName("ListClients").WithSummary("List the clients of an organisation")
            .WithDescription("The clients with the ids of their keys, by client id.");
        group.MapPost("", RegisterClient.HandleAsync)
            .WithName("RegisterClient").WithSummary("Register a client")
            .WithDescription(
                "A system of the organisation that gets tokens with private_key_jwt. Only its public keys are stored: it has no secret. "
                + ContactsAreNotified);
        group.MapGet("/{clientId}", ListClients.GetAsync)
            .WithName("GetClient").WithSummary("Get a client of an organisation").WithDescription("The client with the ids of its keys.");
        group.MapPost("/{clientId}/keys", ClientKeys.AddAsync)
            .WithName("AddClientKey").WithSummary("Add a key to a client")
            .WithDescription(
                $"Assertions with any key of the client are accepted, so that a key can be replaced without a gap. At most five keys. {ContactsAreNotified}");
        group.MapDelete("/{clientId}/keys/{kid}", ClientKeys.RetireAsync)
            .WithName("RetireClientKey").WithSummary("Remove a key of a client")
            .WithDescription(
                "Assertions with the key are refused from now on. The last key can't be removed: add the next key first, or deactivate the client.");
        group.MapPost("/{clientId}/deactivation", ClientActivation.DeactivateAsync)
            .WithName("DeactivateClient").WithSummary("Deactivate a client")
            .WithDescription("The client gets no tokens any more; those that it has end within 15 minutes.");
        group.MapPost("/{clientId}/activation", ClientActivation.ActivateAsync)
            .WithName("ActivateClient").WithSummary("Activate a client").WithDescription($"The client gets tokens again. {ContactsAreNotified}");
        return routes;
    }
}

/// <summary>A client of an organisation.</summary>
/// <param name="ClientId">The client id.</param>
/// <param name="DisplayName">The display name, such as "Zaaksysteem".</param>
/// <param name="Active">Whether it gets tokens.</param>
/// <param name="Keys">The ids of its keys.</param>
internal sealed record ClientDetail(string ClientId, string? DisplayName, bool Active, IReadOnlyList<string> Keys);
