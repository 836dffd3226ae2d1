using Metropool.Contracts.Identity;

namespace Metropool.Internship.Copies;

/// <summary>What Internship knows of an organisation, to tell whether a host is a stranger (R26). Identity owns it.</summary>
internal sealed class Organisation
{
    private Organisation()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    public string? KvkNumber { get; private set; }

    public static Organisation From(OrganisationRegistered registered)
    {
        var organisation = new Organisation { Id = registered.OrganisationId };
        organisation.Apply(registered);
        return organisation;
    }

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    public bool Apply(OrganisationRegistered registered)
    {
        if (registered.Version <= Version)
        {
            return false;
        }

        (Version, Name, KvkNumber) = (registered.Version, registered.Name, registered.KvkNumber);
        return true;
    }
}
