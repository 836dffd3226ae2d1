using Metropool.Contracts.Identity;

namespace Metropool.Internship.Copies;

/// <summary>The name of a person as it is now. Identity owns it.</summary>
internal sealed class Person
{
    private Person()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public string DisplayName { get; private set; } = "";

    public static Person From(PersonRegistered registered)
    {
        var person = new Person { Id = registered.PersonId };
        person.Apply(registered);
        return person;
    }

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    public bool Apply(PersonRegistered registered)
    {
        if (registered.Version <= Version)
        {
            return false;
        }

        (Version, DisplayName) = (registered.Version, registered.DisplayName);
        return true;
    }
}
