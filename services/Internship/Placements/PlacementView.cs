using Metropool.Internship.Internships;

namespace Metropool.Internship.Placements;

/// <summary>A placement.</summary>
/// <param name="Id">The placement. It is named to approve it or give it back; once the participant changes it, it is another.</param>
/// <param name="Number">1 for the first of an internship, and so on.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="HostOrganisation">Where it is.</param>
/// <param name="Supervisor">Who looks after the participant there; null where nobody is named, or for who may not read it.</param>
/// <param name="Motivation">Why this place; null where it is missing, or for who may not read it.</param>
/// <param name="LearningGoals">What the participant wants to learn on both learning lines; null for who may not read it.</param>
/// <param name="ResearchQuestion">The question that the research starts from; null where it is missing, or for who may not read it.</param>
/// <param name="Periods">When the participant is there.</param>
/// <param name="ClosedDays">Days on which the host is closed.</param>
/// <param name="Plan">What the periods come to (R25).</param>
/// <param name="Warnings">What the dean has to agree to, with a reason (R25, R27).</param>
/// <param name="Dispensations">What the dean agreed to.</param>
/// <param name="ProposedAt">When it was proposed, or changed last before the dean decided.</param>
/// <param name="DecidedAt">When the dean approved it or gave it back.</param>
/// <param name="DecidedBy">Who did.</param>
/// <param name="ReturnReason">What the dean wants otherwise; null for who may not read it.</param>
internal sealed record PlacementView(
    Guid Id,
    int Number,
    PlacementStatus Status,
    HostOrganisationView HostOrganisation,
    SupervisorView? Supervisor,
    string? Motivation,
    LearningGoalsView? LearningGoals,
    string? ResearchQuestion,
    IReadOnlyList<PeriodView> Periods,
    IReadOnlyList<DateOnly> ClosedDays,
    PlanView Plan,
    IReadOnlyList<PlacementWarning> Warnings,
    IReadOnlyList<DispensationView> Dispensations,
    DateTimeOffset ProposedAt,
    DateTimeOffset? DecidedAt,
    ActorView? DecidedBy,
    string? ReturnReason)
{
    public static PlacementView Of(Placement placement, Reader reader, InternshipSettings settings)
    {
        var plan = placement.Plan();
        return new PlacementView(
            placement.Id,
            placement.Number,
            placement.Status,
            new HostOrganisationView(placement.Host.Name, placement.Host.Country, placement.Host.Kind, placement.Host.KvkNumber),
            reader.ReadsPracticalMatters && placement.SupervisorName is { } name ? new SupervisorView(name, placement.SupervisorEmail) : null,
            reader.ReadsTexts ? placement.Motivation : null,
            reader.ReadsTexts ? new LearningGoalsView(placement.CognitiveGoal, placement.PersonalGoal) : null,
            reader.ReadsTexts ? placement.ResearchQuestion : null,
            [.. placement.Periods.OrderBy(p => p.From).Select(p => new PeriodView(p.From, p.Until, p.HoursPerWeek, p.Weekdays))],
            placement.ClosedDays,
            new PlanView(plan.Minutes, plan.Weeks, [.. plan.Holidays.Select(h => new HolidayView(h.Date, h.Name))]),
            placement.Warnings(settings),
            [.. placement.Dispensations.OrderBy(d => d.Warning).Select(d => new DispensationView(d.Warning, reader.ReadsTexts ? d.Reason : null))],
            placement.ProposedAt,
            placement.DecidedAt,
            placement.DecidedBy is { } by ? ActorView.Of(by) : null,
            reader.ReadsTexts ? placement.ReturnReason : null);
    }
}

/// <summary>A host organisation.</summary>
internal sealed record HostOrganisationView(string Name, string Country, HostKind Kind, string? KvkNumber);

/// <summary>Who looks after the participant at the host organisation.</summary>
internal sealed record SupervisorView(string Name, string? Email);

/// <summary>Learning goals on both learning lines.</summary>
internal sealed record LearningGoalsView(string? Cognitive, string? Personal);

/// <summary>A period at the host organisation.</summary>
internal sealed record PeriodView(DateOnly From, DateOnly Until, decimal HoursPerWeek, IReadOnlyList<DayOfWeek> Weekdays);

/// <summary>What periods come to (R25).</summary>
/// <param name="Minutes">The planned working time; 9600 (160 hours) are needed.</param>
/// <param name="Weeks">The weeks; four are needed.</param>
/// <param name="Holidays">Public holidays that cost working time.</param>
internal sealed record PlanView(int Minutes, decimal Weeks, IReadOnlyList<HolidayView> Holidays);

/// <summary>A public holiday.</summary>
internal sealed record HolidayView(DateOnly Date, string Name);

/// <summary>What the dean agreed to.</summary>
/// <param name="Warning">What it is about.</param>
/// <param name="Reason">Why; null for who may not read it.</param>
internal sealed record DispensationView(PlacementWarning Warning, string? Reason);
