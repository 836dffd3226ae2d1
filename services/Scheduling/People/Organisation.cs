using Metropool.Contracts.Identity;

namespace Metropool.Scheduling.People;

/// <summary>A copy of what Identity says of a municipality.</summary>
internal sealed class Organisation(Guid organisationId)
{
    public Guid OrganisationId { get; private init; } = organisationId;

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    /// <returns>False when it was known in a newer state.</returns>
    public bool Apply(OrganisationRegistered registered)
    {
        if (registered.Version <= Version)
        {
            return false;
        }

        (Version, Name) = (registered.Version, registered.Name);
        return true;
    }
}
