using Metropool.Contracts.Identity;

namespace Metropool.Identity.Erasure;

/// <summary>
/// All that remains of somebody who was erased: that the id is no one's any more, and since when. Other services are told again where they have forgotten it
/// (a backup that was restored), and whoever repeats an erasure is told that it is done.
/// </summary>
internal sealed class ErasedPerson
{
    /// <summary>What stands in the history in the place of somebody who was erased.</summary>
    public static readonly Guid Nobody = Guid.Empty;

    public required Guid PersonId { get; init; }

    /// <summary>Higher than that of all that was told of the person before.</summary>
    public required long Version { get; init; }

    /// <summary>Programme time, UTC.</summary>
    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary>What other services learn of it.</summary>
    public PersonErased State() => new() { PersonId = PersonId, Version = Version, OccurredAt = ErasedAt };
}
