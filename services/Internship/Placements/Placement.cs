using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Internship.Placements;

/// <summary>
/// A placement at a host organisation, proposed by the participant and approved by the dean. A proposal never changes: a change is another placement, so
/// that the dean decides about the text that they read. A change of an approved placement replaces it once the dean approves the change.
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

    /// <summary>1 for the first placement of an internship.</summary>
    public int Number { get; private init; }

    public PlacementStatus Status { get; private set; }

    public HostOrganisation Host { get; private init; } = null!;

    public string? SupervisorName { get; private init; }

    public string? SupervisorEmail { get; private init; }

    public string? Motivation { get; private init; }

    public string? CognitiveGoal { get; private init; }

    public string? PersonalGoal { get; private init; }

    public string? ResearchQuestion { get; private init; }

    /// <summary>The periods at the host organisation.</summary>
    public IReadOnlyList<PlacementPeriod> Periods => _periods;

    /// <summary>Days on which the host organisation is closed: the holidays of a foreign country, or days of its own.</summary>
    public List<DateOnly> ClosedDays { get; private init; } = [];

    public DateTimeOffset ProposedAt { get; private init; }

    /// <summary>When the dean approved or returned it, UTC.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The dean or the deputy who approved or returned it (R5).</summary>
    public Actor? DecidedBy { get; private set; }

    /// <summary>The changes that the dean wants. The participant can read them.</summary>
    public string? ReturnReason { get; private set; }

    /// <summary>The dean's agreement to the warnings, with the reasons (R25, R27).</summary>
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

    public void Approve(Actor by, IEnumerable<Dispensation> dispensations, DateTimeOffset now)
    {
        (Status, DecidedAt, DecidedBy) = (PlacementStatus.Approved, now, by);
        _dispensations.AddRange(dispensations);
    }

    public void Return(Actor by, string reason, DateTimeOffset now) =>
        (Status, DecidedAt, DecidedBy, ReturnReason) = (PlacementStatus.Returned, now, by, reason);

    public void Supersede() => Status = PlacementStatus.Superseded;

    /// <summary>R28: everything that the participant has to write before the dean can approve.</summary>
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

    /// <summary>Everything that needs the dean's agreement with a reason (R25, R27).</summary>
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

    /// <summary>Whether there is a working day between two periods. A weekend or a holiday between them doesn't split the internship.</summary>
    private bool IsSplit() => _periods.Zip(_periods.Skip(1)).Any(pair =>
        pair.Second.From.DayNumber - pair.First.Until.DayNumber > 1
        && PlacementPeriod.FullTime(pair.First.Until.AddDays(1), pair.Second.From.AddDays(-1)) is var gap
        && WorkPlan.Of([gap], Host.Country, ClosedDays).Minutes > 0);
}

/// <summary>The statuses of a placement.</summary>
internal enum PlacementStatus
{
    /// <summary>Waits for the dean.</summary>
    Proposed,

    /// <summary>Approved by the dean.</summary>
    Approved,

    /// <summary>Returned to the participant: the dean wants changes.</summary>
    Returned,

    /// <summary>Was approved, and replaced by a later placement.</summary>
    Superseded,
}

/// <summary>The warnings that need the dean's agreement with a reason.</summary>
internal enum PlacementWarning
{
    /// <summary>The host isn't a public organisation (R27).</summary>
    HostNotPublic,

    /// <summary>The internship isn't in one piece (R25).</summary>
    Split,

    /// <summary>The internship is part-time (R25).</summary>
    PartTime,

    /// <summary>The internship takes many weeks (R25).</summary>
    Longer,
}

/// <summary>The dean's agreement to a warning.</summary>
internal sealed class Dispensation
{
    public required Guid Id { get; init; }

    public required PlacementWarning Warning { get; init; }

    public required string Reason { get; init; }
}

internal sealed class PlacementConfiguration : IEntityTypeConfiguration<Placement>
{
    public void Configure(EntityTypeBuilder<Placement> builder)
    {
        builder.ToTable("placements");
        builder.HasIndex(placement => new { placement.InternshipId, placement.Number }).IsUnique();

        // A database constraint for the rule that at most one placement is proposed and at most one is approved.
        builder.HasIndex(placement => new { placement.InternshipId, placement.Status }).IsUnique().HasFilter("status in ('Proposed', 'Approved')");
        builder.ComplexProperty(placement => placement.Host, host => host.Property(h => h.Country).HasMaxLength(2));
        builder.ComplexProperty(placement => placement.DecidedBy);
        builder.Ignore(placement => placement.FirstDay).Ignore(placement => placement.LastDay);
        builder.OwnsMany(placement => placement.Periods, period =>
        {
            period.ToTable("placement_periods", table => table.HasCheckConstraint("ck_placement_periods_order", "\"from\" <= \"until\""));
            period.HasKey(p => p.Id);
            period.Property(p => p.HoursPerWeek).HasPrecision(5, 2);
        });
        builder.OwnsMany(placement => placement.Dispensations, dispensation =>
        {
            dispensation.ToTable("dispensations");
            dispensation.HasKey(d => d.Id);
        });
    }
}
