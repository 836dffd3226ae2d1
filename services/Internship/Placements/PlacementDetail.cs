using Metropool.Internship.Internships;

namespace Metropool.Internship.Placements;

/// <summary>A placement.</summary>
/// <param name="Id">The placement, to be named in an approval or a return. A change by the participant makes another placement.</param>
/// <param name="Number">1 for the first placement of an internship.</param>
/// <param name="Status">The status.</param>
/// <param name="HostOrganisation">The host organisation.</param>
/// <param name="Supervisor">The supervisor at the host organisation; null if it is missing, or if the caller can't read it.</param>
/// <param name="Motivation">The reasons for this placement; null if they are missing, or if the caller can't read them.</param>
/// <param name="LearningGoals">The goals on both learning lines; null if the caller can't read them.</param>
/// <param name="ResearchQuestion">The question of the research; null if it is missing, or if the caller can't read it.</param>
/// <param name="Periods">The periods at the host organisation, oldest first.</param>
/// <param name="ClosedDays">The days on which the host organisation is closed.</param>
/// <param name="Plan">The planned time (R25).</param>
/// <param name="Warnings">Everything that needs the dean's agreement with a reason (R25, R27).</param>
/// <param name="Dispensations">The dean's agreement to warnings.</param>
/// <param name="ProposedAt">When it was proposed, UTC.</param>
/// <param name="DecidedAt">When the dean approved or returned it, UTC.</param>
/// <param name="DecidedBy">The dean or the deputy who decided.</param>
/// <param name="ReturnReason">The changes that the dean wants; null if the caller can't read them.</param>
internal sealed record PlacementDetail(
    Guid Id,
    int Number,
    PlacementStatus Status,
    HostOrganisationDetail HostOrganisation,
    SupervisorDetail? Supervisor,
    string? Motivation,
    LearningGoalsDetail? LearningGoals,
    string? ResearchQuestion,
    IReadOnlyList<PeriodDetail> Periods,
    IReadOnlyList<DateOnly> ClosedDays,
    PlanDetail Plan,
    IReadOnlyList<PlacementWarning> Warnings,
    IReadOnlyList<DispensationDetail> Dispensations,
    DateTimeOffset ProposedAt,
    DateTimeOffset? DecidedAt,
    ActorDetail? DecidedBy,
    string? ReturnReason)
{
    public static PlacementDetail Of(Placement placement, Reader reader, InternshipSettings settings)
    {
        var plan = placement.Plan();
        return new PlacementDetail(
            placement.Id,
            placement.Number,
            placement.Status,
            new HostOrganisationDetail(placement.Host.Name, placement.Host.Country, placement.Host.Kind, placement.Host.KvkNumber),
            reader.ReadsPracticalMatters && placement.SupervisorName is { } name ? new SupervisorDetail(name, placement.SupervisorEmail) : null,
            reader.ReadsTexts ? placement.Motivation : null,
            reader.ReadsTexts ? new LearningGoalsDetail(placement.CognitiveGoal, placement.PersonalGoal) : null,
            reader.ReadsTexts ? placement.ResearchQuestion : null,
            [.. placement.Periods.OrderBy(p => p.From).Select(p => new PeriodDetail(p.From, p.Until, p.HoursPerWeek, p.Weekdays))],
            placement.ClosedDays,
            new PlanDetail(plan.Minutes, plan.Weeks, [.. plan.Holidays.Select(h => new HolidayDetail(h.Date, h.Name))]),
            placement.Warnings(settings),
            [.. placement.Dispensations.OrderBy(d => d.Warning).Select(d => new DispensationDetail(d.Warning, reader.ReadsTexts ? d.Reason : null))],
            placement.ProposedAt,
            placement.DecidedAt,
            placement.DecidedBy is { } by ? ActorDetail.Of(by) : null,
            reader.ReadsTexts ? placement.ReturnReason : null);
    }
}

/// <summary>A host organisation.</summary>
internal sealed record HostOrganisationDetail(string Name, string Country, HostKind Kind, string? KvkNumber);

/// <summary>The supervisor at the host organisation.</summary>
internal sealed record SupervisorDetail(string Name, string? Email);

/// <summary>Learning goals on both learning lines.</summary>
internal sealed record LearningGoalsDetail(string? Cognitive, string? Personal);

/// <summary>A period at the host organisation.</summary>
internal sealed record PeriodDetail(DateOnly From, DateOnly Until, decimal HoursPerWeek, IReadOnlyList<DayOfWeek> Weekdays);

/// <summary>The planned time of a placement (R25).</summary>
/// <param name="Minutes">The planned working time; 9600 (160 hours) are needed.</param>
/// <param name="Weeks">The planned weeks; four are needed.</param>
/// <param name="Holidays">The public holidays on which the participant doesn't work.</param>
internal sealed record PlanDetail(int Minutes, decimal Weeks, IReadOnlyList<HolidayDetail> Holidays);

/// <summary>A public holiday.</summary>
internal sealed record HolidayDetail(DateOnly Date, string Name);

/// <summary>The dean's agreement to a warning.</summary>
/// <param name="Warning">The warning.</param>
/// <param name="Reason">The reason; null if the caller can't read it.</param>
internal sealed record DispensationDetail(PlacementWarning Warning, string? Reason);
