namespace Metropool.Intake.Erasure;

/// <summary>All that remains of somebody who was erased: that the id is no one's any more. So what is heard of them later brings nobody back.</summary>
internal sealed class ErasedPerson
{
    /// <summary>Stands in the records of others for somebody who was erased.</summary>
    public static readonly Guid Nobody = Guid.Empty;

    /// <summary>The name that goes with it, as Identity says it.</summary>
    public const string Name = "Verwijderd account";

    public required Guid PersonId { get; init; }
}
