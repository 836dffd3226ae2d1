using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Internship.Placements;

/// <summary>
/// A place at a host organisation, as the participant proposes it and the dean approves it. What is proposed never changes: a change is another
/// placement, so that the dean decides on what they read. One after approval takes the place of the approved one when the dean approves it too.
/// </summary>
internal sealed class Placement
{
    private readonly List<PlacementPeriod> _periods = [];
    private readonly List<Dispensation> _dispensations = [];

    private Placement()
    {
    }

    public Guid Id { get; private init; }

    public Guid InternshipId { get; private init; }

    /// <summary>1 for the first placement of an internship, and so on.</summary>
    public int Number { get; private init; }

    public PlacementStatus Status { get; private set; }

    public HostOrganisation Host { get; private init; } = null!;

    public string? SupervisorName { get; private init; }

    public string? SupervisorEmail { get; private init; }

    public string? Motivation { get; private init; }

    public string? CognitiveGoal { get; private init; }

    public string? PersonalGoal { get; private init; }

    public string? ResearchQuestion { get; private init; }

    /// <summary>When the participant is there, oldest first.</summary>
    public IReadOnlyList<PlacementPeriod> Periods => _periods;

    /// <summary>Days on which the host is closed: holidays of its country, its own days.</summary>
    public List<DateOnly> ClosedDays { get; private init; } = [];

    public DateTimeOffset ProposedAt { get; private init; }

    /// <summary>When the dean approved it or gave it back, UTC.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Who approved it or gave it back; a deputy is named as one (R5).</summary>
    public DecidedBy? DecidedBy { get; private set; }

    /// <summary>What the dean wants otherwise; the participant reads it.</summary>
    public string? ReturnReason { get; private set; }

    /// <summary>What the dean let pass, with the reason (R25, R27).</summary>
    public IReadOnlyList<Dispensation> Dispensations => _dispensations;

    public DateOnly FirstDay => _periods.Min(period => period.From);

    public DateOnly LastDay => _periods.Max(period => period.Until);

    public WorkPlan Plan() => WorkPlan.Of(_periods, Host.Country, ClosedDays);

    public bool Covers(DateOnly day) => _periods.Any(period => period.Covers(day));

    public static Placement Propose(Guid internshipId, int number, PlacementProposal proposal, DateTimeOffset now)
    {
        var placement = new Placement
        {
            Id = Guid.CreateVersion7(),
            InternshipId = internshipId,
            Number = number,
            Status = PlacementStatus.Proposed,
            Host = proposal.Host,
            SupervisorName = proposal.SupervisorName,
            SupervisorEmail = proposal.SupervisorEmail,
            Motivation = proposal.Motivation,
            CognitiveGoal = proposal.CognitiveGoal,
            PersonalGoal = proposal.PersonalGoal,
            ResearchQuestion = proposal.ResearchQuestion,
            ClosedDays = [.. proposal.ClosedDays.Distinct().Order()],
            ProposedAt = now,
        };
        placement._periods.AddRange(proposal.Periods.OrderBy(period => period.From));
        return placement;
    }

    public void Approve(DecidedBy by, IEnumerable<Dispensation> dispensations, DateTimeOffset now)
    {
        (Status, DecidedAt, DecidedBy) = (PlacementStatus.Approved, now, by);
        _dispensations.AddRange(dispensations);
    }

    public void Return(DecidedBy by, string reason, DateTimeOffset now) =>
        (Status, DecidedAt, DecidedBy, ReturnReason) = (PlacementStatus.Returned, now, by, reason);

    public void Supersede() => Status = PlacementStatus.Superseded;

    /// <summary>R28: what the participant still has to write before the dean can approve, all of it at once.</summary>
    public IEnumerable<Fault> MissingPreparation()
    {
        if (TextPolicy.IsBlank(Motivation))
        {
            yield return new Fault("motivation", "internship.motivation-missing", "Your motivation for this place.");
        }

        if (TextPolicy.IsBlank(CognitiveGoal))
        {
            yield return new Fault("learningGoals.cognitive", "internship.cognitive-goal-missing", "What you want to learn on the cognitive learning line.");
        }

        if (TextPolicy.IsBlank(PersonalGoal))
        {
            yield return new Fault("learningGoals.personal", "internship.personal-goal-missing", "What you want to learn on the personal learning line.");
        }

        if (TextPolicy.IsBlank(ResearchQuestion))
        {
            yield return new Fault("researchQuestion", "internship.research-question-missing", "The question that your research starts from.");
        }
    }

    /// <summary>What is allowed, but only with the dean's agreement and the reason for it (R25, R27).</summary>
    public IReadOnlyList<PlacementWarning> Warnings(InternshipSettings settings)
    {
        var warnings = new List<PlacementWarning>();
        if (Host.Kind != HostKind.Public)
        {
            warnings.Add(PlacementWarning.HostNotPublic);
        }

        if (IsSplit())
        {
            warnings.Add(PlacementWarning.Split);
        }

        if (_periods.Any(period => period.HoursPerWeek < settings.FullTimeHoursPerWeek))
        {
            warnings.Add(PlacementWarning.PartTime);
        }

        if (LastDay.DayNumber - FirstDay.DayNumber >= settings.WeeksWithoutAgreement * 7)
        {
            warnings.Add(PlacementWarning.Longer);
        }

        return warnings;
    }

    /// <summary>Whether there is a day of work between two periods: a weekend or a holiday between them splits nothing.</summary>
    private bool IsSplit() => _periods.Zip(_periods.Skip(1)).Any(pair =>
        pair.Second.From.DayNumber - pair.First.Until.DayNumber > 1
        && PlacementPeriod.FullTime(pair.First.Until.AddDays(1), pair.Second.From.AddDays(-1)) is var gap
        && WorkPlan.Of([gap], Host.Country, ClosedDays).Minutes > 0);
}

/// <summary>Where a placement stands.</summary>
internal enum PlacementStatus
{
    /// <summary>Awaits the dean.</summary>
    Proposed,

    /// <summary>Approved: this is the internship.</summary>
    Approved,

    /// <summary>The dean wants something otherwise.</summary>
    Returned,

    /// <summary>Was approved; a later one took its place.</summary>
    Superseded,
}

/// <summary>What the dean has to agree to, with a reason that is kept.</summary>
internal enum PlacementWarning
{
    /// <summary>The host is no public organisation (R27).</summary>
    HostNotPublic,

    /// <summary>The internship is split into parts (R25).</summary>
    Split,

    /// <summary>The internship is part-time (R25).</summary>
    PartTime,

    /// <summary>The internship stretches over many weeks (R25).</summary>
    Longer,
}

/// <summary>The dean's agreement to what a warning is about.</summary>
internal sealed class Dispensation
{
    public required Guid Id { get; init; }

    public required PlacementWarning Warning { get; init; }

    public required string Reason { get; init; }
}

/// <summary>Who of the education team did something, and in which part. A record keeps the name as it was.</summary>
internal sealed class DecidedBy
{
    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    public required TeamPart Part { get; init; }

    public required bool Deputy { get; init; }

    public static DecidedBy Of(Copies.TeamMember member) =>
        new() { PersonId = member.PersonId, DisplayName = member.DisplayName, Part = member.Part, Deputy = member.Deputy };
}
