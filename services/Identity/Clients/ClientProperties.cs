using System.Text.Json;
using OpenIddict.Abstractions;

namespace Metropool.Identity.Clients;

/// <summary>Our own properties of a client, among those of OpenIddict.</summary>
internal static class ClientProperties
{
    private const string Organisation = "organisation";
    private const string Inactive = "inactive";

    public static void SetOrganisation(this OpenIddictApplicationDescriptor client, Guid organisationId) =>
        client.Properties[Organisation] = JsonSerializer.SerializeToElement(organisationId);

    public static void SetActive(this OpenIddictApplicationDescriptor client, bool isActive)
    {
        client.Properties.Remove(Inactive);
        if (!isActive)
        {
            client.Properties[Inactive] = JsonSerializer.SerializeToElement(true);
        }
    }

    public static Guid? OrganisationOf(IReadOnlyDictionary<string, JsonElement> properties) =>
        properties.TryGetValue(Organisation, out var value) && value.TryGetGuid(out var organisationId) ? organisationId : null;

    public static bool IsActive(IReadOnlyDictionary<string, JsonElement> properties) => !properties.ContainsKey(Inactive);
}
