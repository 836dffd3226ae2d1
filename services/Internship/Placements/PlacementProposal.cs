namespace Metropool.Internship.Placements;

/// <summary>A proposal of a participant. The texts can be missing until the approval (R28).</summary>
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
