using Metropool.Contracts.Identity;

namespace Metropool.Intake.Organisations;

/// <summary>What Intake keeps of an organisation that has an account here. Identity owns it.</summary>
internal sealed class Organisation
{
    public required Guid Id { get; init; }

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Whether a contact is notified of what concerns it.</summary>
    public bool HasContact { get; private set; } = true;

    /// <summary>Applies a state, unless a newer one is known. The same one again fills what an earlier release didn't keep.</summary>
    /// <returns>Whether that changed if it has a contact.</returns>
    public bool Apply(OrganisationRegistered state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        var had = HasContact;
        (Version, Name, HasContact) = (state.Version, state.Name, state.HasContact);
        return HasContact != had;
    }
}
