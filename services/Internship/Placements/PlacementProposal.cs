namespace Metropool.Internship.Placements;

/// <summary>What a participant proposes. The texts may still be missing: without them there is no approval (R28).</summary>
internal sealed record PlacementProposal(
    HostOrganisation Host,
    string? SupervisorName,
    string? SupervisorEmail,
    string? Motivation,
    string? CognitiveGoal,
    string? PersonalGoal,
    string? ResearchQuestion,
    IReadOnlyList<PlacementPeriod> Periods,
    IReadOnlyList<DateOnly> ClosedDays);
