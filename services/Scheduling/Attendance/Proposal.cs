using Metropool.Http;

namespace Metropool.Scheduling.Attendance;

/// <summary>
/// What the system saw and proposes to the team. It decides nothing about a person: it is closed by somebody, with a reason that is kept,
/// or it lapses when what it was about is so no longer.
/// </summary>
internal sealed class Proposal(Guid id, Guid editionId, Guid? participationId, ProposalKind kind, string detail, DateTimeOffset madeAt)
{
    public Guid Id { get; private init; } = id;

    public long Version { get; private set; } = 1;

    public Guid EditionId { get; private init; } = editionId;

    public Guid? ParticipationId { get; private init; } = participationId;

    public ProposalKind Kind { get; private init; } = kind;

    public string Detail { get; private init; } = detail;

    public DateTimeOffset MadeAt { get; private init; } = madeAt;

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Who closed it; null where it lapsed.</summary>
    public Guid? ClosedBy { get; private set; }

    public string? ClosingReason { get; private set; }

    public Outcome<Proposal> Close(string reason, Guid? by, DateTimeOffset now)
    {
        if (ClosedAt is not null)
        {
            return Refusal.Conflict("scheduling.proposal-closed", "The proposal was closed before.");
        }

        (ClosedAt, ClosedBy, ClosingReason) = (now, by, reason);
        Version++;
        return this;
    }
}

/// <summary>What is proposed.</summary>
internal enum ProposalKind
{
    /// <summary>Module 1 was missed, or an absence was not approved: hear the participant and end the participation in this edition (R20, R21).</summary>
    EndParticipation,

    /// <summary>A second absence: "een keer" is once (R19).</summary>
    SecondAbsence,

    /// <summary>Somebody has something else in the calendar at the time of a module day.</summary>
    CalendarConflict,
}
