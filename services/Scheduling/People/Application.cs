using Metropool.Contracts.Intake;

namespace Metropool.Scheduling.People;

/// <summary>A copy of what Intake says of an application: whom an intake interview can be booked for.</summary>
internal sealed class Application(Guid applicationId)
{
    public Guid ApplicationId { get; private init; } = applicationId;

    public long Version { get; private set; }

    public Guid EditionId { get; private set; }

    public Guid PersonId { get; private set; }

    public string DisplayName { get; private set; } = "";

    public ApplicationStatus Status { get; private set; }

    /// <summary>Who of the team has a conflict of interest with the candidate, and interviews them not (R5, R11).</summary>
    public List<Guid> ConflictsOfInterest { get; private set; } = [];

    /// <returns>False when it was known in a newer state.</returns>
    public bool Apply(ApplicationChanged changed)
    {
        if (changed.Version <= Version)
        {
            return false;
        }

        Version = changed.Version;
        (EditionId, PersonId, DisplayName, Status) = (changed.EditionId, changed.PersonId, changed.DisplayName, changed.Status);
        ConflictsOfInterest = [.. changed.ConflictsOfInterest];
        return true;
    }
}
