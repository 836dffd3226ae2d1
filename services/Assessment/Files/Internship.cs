using Metropool.Contracts.Internship;

namespace Metropool.Assessment.Files;

/// <summary>What Assessment keeps of a participant's internship: dates, and nothing that was written. Internship owns it, and its event is the only way it gets here (R31).</summary>
internal sealed class Internship
{
    public required Guid FileId { get; init; }

    public Guid InternshipId { get; private set; }

    public long Version { get; private set; }

    public InternshipStatus Status { get; private set; }

    public DateTimeOffset? ReportSubmittedAt { get; private set; }

    public DateTimeOffset? PresentedAt { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    /// <returns>False when a newer one is known.</returns>
    public bool Apply(InternshipChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, InternshipId, Status) = (state.Version, state.InternshipId, state.Status);
        (ReportSubmittedAt, PresentedAt, CompletedAt) = (state.ReportSubmittedAt, state.PresentedAt, state.CompletedAt);
        return true;
    }
}
