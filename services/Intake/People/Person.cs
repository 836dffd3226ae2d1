using Metropool.Contracts.Identity;

namespace Metropool.Intake.People;

/// <summary>What Intake keeps of somebody with an account: what they are called, to see when that changes. Identity owns it.</summary>
internal sealed class Person
{
    public required Guid PersonId { get; init; }

    public long Version { get; private set; }

    public string DisplayName { get; private set; } = "";

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    /// <returns>Whether somebody who was known is called otherwise now.</returns>
    public bool Apply(PersonRegistered state)
    {
        if (state.Version <= Version)
        {
            return false;
        }

        var renamed = Version > 0 && state.DisplayName != DisplayName;
        (Version, DisplayName) = (state.Version, state.DisplayName);
        return renamed;
    }
}
