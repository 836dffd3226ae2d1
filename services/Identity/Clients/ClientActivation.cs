using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;

namespace Metropool.Identity.Clients;

/// <summary>Activates and deactivates clients. An inactive client gets no tokens.</summary>
internal static class ClientActivation
{
    public static async Task<Results<NoContent, ProblemHttpResult>> ActivateAsync(
        Guid organisationId, string clientId, Caller caller, IdentityDbContext db, IOpenIddictApplicationManager clients, ClientNotifications notifications,
        CancellationToken cancellationToken)
    {
        if (await db.RefuseOwnOrganisationAsync(organisationId, caller, cancellationToken) is { } own)
        {
            return own.ToProblem();
        }

        return await SetAsync(
            organisationId, clientId, isActive: true, clients,
            () => notifications.NotifyAsync(organisationId, clientId, "een koppeling weer opengezet", cancellationToken), cancellationToken);
    }

    public static Task<Results<NoContent, ProblemHttpResult>> DeactivateAsync(
        Guid organisationId, string clientId, IOpenIddictApplicationManager clients, CancellationToken cancellationToken) =>
        SetAsync(organisationId, clientId, isActive: false, clients, () => Task.CompletedTask, cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> SetAsync(
        Guid organisationId, string clientId, bool isActive, IOpenIddictApplicationManager clients, Func<Task> notifyAsync, CancellationToken cancellationToken)
    {
        if ((await clients.FindAsync(organisationId, clientId, cancellationToken)).IsRefused(out var refusal, out var found))
        {
            return refusal.ToProblem();
        }

        if (ClientProperties.IsActive(found.Descriptor.Properties) != isActive)
        {
            found.Descriptor.SetActive(isActive);
            await notifyAsync();
            await clients.UpdateAsync(found.Client, found.Descriptor, cancellationToken);
        }

        return TypedResults.NoContent();
    }
}
