using Metropool.Contracts.Identity;

namespace Metropool.Intake.Organisations;

/// <summary>What Intake keeps of an organisation that has an account here. Identity owns it.</summary>
internal sealed class Organisation
{
    public required Guid Id { get; init; }

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    public void Apply(OrganisationRegistered state)
    {
        if (state.Version > Version)
        {
            (Version, Name) = (state.Version, state.Name);
        }
    }
}
