using Metropool.Contracts.Intake;

namespace Metropool.Intake.Retention;

/// <summary>All that remains of applications that were removed: how many there were of an edition, and how they ended.</summary>
internal sealed class RemovedApplications
{
    public required Guid EditionId { get; init; }

    /// <summary>Where they stood.</summary>
    public required ApplicationStatus Outcome { get; init; }

    public required int Count { get; init; }
}
