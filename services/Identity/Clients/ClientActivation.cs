using Metropool.Http;
using Metropool.Identity.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;

namespace Metropool.Identity.Clients;

/// <summary>Says whether a client gets tokens.</summary>
internal static class ClientActivation
{
    public static async Task<Results<NoContent, ProblemHttpResult>> ActivateAsync(
        Guid organisationId, string clientId, Caller caller, IdentityDbContext db, IOpenIddictApplicationManager clients, ClientNotifications notifications,
        CancellationToken cancellationToken)
    {
        if (await db.RefuseOwnAsync(organisationId, caller, cancellationToken) is { } own)
        {
            return own.ToProblem();
        }

        await notifications.NotifyAsync(organisationId, clientId, "een koppeling weer opengezet", cancellationToken);
        return await SetAsync(organisationId, clientId, isActive: true, clients, cancellationToken);
    }

    public static Task<Results<NoContent, ProblemHttpResult>> DeactivateAsync(Guid organisationId, string clientId, IOpenIddictApplicationManager clients, CancellationToken cancellationToken) =>
        SetAsync(organisationId, clientId, isActive: false, clients, cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> SetAsync(
        Guid organisationId, string clientId, bool isActive, IOpenIddictApplicationManager clients, CancellationToken cancellationToken)
    {
        if ((await clients.FindAsync(organisationId, clientId, cancellationToken)).IsRefused(out var refusal, out var found))
        {
            return refusal.ToProblem();
        }

        found.Descriptor.SetActive(isActive);
        await clients.UpdateAsync(found.Client, found.Descriptor, cancellationToken);
        return TypedResults.NoContent();
    }
}
