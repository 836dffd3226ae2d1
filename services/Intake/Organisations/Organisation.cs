using Metropool.Contracts.Identity;
using Metropool.Http;

namespace Metropool.Intake.Organisations;

/// <summary>What Intake keeps of an organisation that has an account here. Identity owns it.</summary>
internal sealed class Organisation
{
    public required Guid Id { get; init; }

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The form of the name in which it is compared with a typed name.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Whether its contacts and clients get tokens.</summary>
    public bool Active { get; private set; } = true;

    /// <summary>Whether a contact is notified of what concerns it.</summary>
    public bool HasContact { get; private set; } = true;

    /// <summary>Applies a state, unless a newer one is known. The same one again fills what an earlier release didn't keep.</summary>
    public void Apply(OrganisationRegistered state)
    {
        if (state.Version >= Version)
        {
            (Version, Name, NameKey) = (state.Version, state.Name, TextPolicy.ComparisonKey(state.Name));
            (Active, HasContact) = (state.Active, state.HasContact);
        }
    }
}
