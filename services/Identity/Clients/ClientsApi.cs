using Metropool.Http;

namespace Metropool.Identity.Clients;

/// <summary>The machine clients of an organisation: client credentials with private_key_jwt, and nothing else. There are no client secrets.</summary>
internal static class ClientsApi
{
    public static IEndpointRouteBuilder MapClients(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/organisations/{organisationId:guid}/clients").RequireAuthorization(Policies.Administrator).WithTags("Clients");
        group.MapGet("", ListClients.HandleAsync)
            .AnswersWholeList("The systems of one organisation.").WithName("ListClients").WithSummary("List the clients of an organisation").WithDescription("Its clients with their keys, by client id.");
        group.MapPost("", RegisterClient.HandleAsync)
            .WithName("RegisterClient").WithSummary("Register a client")
            .WithDescription("A system of the organisation that gets tokens with private_key_jwt. We keep its public keys alone: there is no secret to tell. The contacts of the organisation are notified; not by an administrator who is one of them (R46).");
        group.MapGet("/{clientId}", ListClients.GetAsync)
            .WithName("GetClient").WithSummary("Get a client of an organisation").WithDescription("With the ids of its keys.");
        group.MapPost("/{clientId}/keys", ClientKeys.AddAsync)
            .WithName("AddClientKey").WithSummary("Add a key to a client").WithDescription("From now on assertions with either key are accepted: so a key is replaced without a gap. At most five. The contacts of the organisation are notified; not by an administrator who is one of them (R46).");
        group.MapDelete("/{clientId}/keys/{kid}", ClientKeys.RetireAsync)
            .WithName("RetireClientKey").WithSummary("Retire a key of a client").WithDescription("From now on its assertions are refused. The last key of a client stays, whether it is active or not: to stop it, deactivate it; to replace the key, add the next one first.");
        group.MapPost("/{clientId}/deactivation", ClientActivation.DeactivateAsync)
            .WithName("DeactivateClient").WithSummary("Deactivate a client").WithDescription("It gets no more tokens; those that it has end within 15 minutes.");
        group.MapPost("/{clientId}/activation", ClientActivation.ActivateAsync)
            .WithName("ActivateClient").WithSummary("Activate a client").WithDescription("It gets tokens again. The contacts of the organisation are notified; not by an administrator who is one of them (R46).");
        return routes;
    }
}

/// <summary>A client as it is shown.</summary>
/// <param name="ClientId">Its id.</param>
/// <param name="DisplayName">What it is called.</param>
/// <param name="Active">Whether it gets tokens.</param>
/// <param name="Keys">The ids of its keys.</param>
internal sealed record ClientView(string ClientId, string? DisplayName, bool Active, IReadOnlyList<string> Keys);
