using Metropool.Contracts.Internship;
using Metropool.Http;
using Metropool.Internship.Placements;

namespace Metropool.Internship.Internships;

internal sealed partial class InternshipFile
{
    public IReadOnlyList<Placement> Placements => _placements;

    /// <summary>For whom the participant worked before, beside the employers that the participation knows (R26).</summary>
    public IReadOnlyList<FormerEmployer> FormerEmployers => _formerEmployers;

    /// <summary>When the participant stated their employment history; an empty one is a statement too.</summary>
    public DateTimeOffset? EmploymentStatedAt { get; private set; }

    /// <summary>What awaits the dean.</summary>
    public Placement? ProposedPlacement => _placements.SingleOrDefault(placement => placement.Status == PlacementStatus.Proposed);

    /// <summary>The internship as it is approved.</summary>
    public Placement? ApprovedPlacement => _placements.SingleOrDefault(placement => placement.Status == PlacementStatus.Approved);

    /// <summary>States for whom the participant worked (R26).</summary>
    public Outcome<InternshipFile> StateEmployment(IEnumerable<FormerEmployer> employers, DateTimeOffset now)
    {
        if (RefuseWhenOver() is { } over)
        {
            return over;
        }

        _formerEmployers.Clear();
        _formerEmployers.AddRange(employers);
        EmploymentStatedAt = now;
        Touch();
        return this;
    }

    /// <summary>Proposes the first placement (R25, R26).</summary>
    public Outcome<InternshipChanged> Propose(PlacementProposal proposal, PlacementRules rules) => _placements.Count > 0
        ? Refusal.Conflict("internship.placement-exists", "A placement has been proposed already; change that one.")
        : Take(proposal, rules);

    /// <summary>
    /// Changes what awaits the dean, or proposes something else instead of what was returned or approved. What was approved stands until the change is approved too.
    /// </summary>
    public Outcome<InternshipChanged> ChangePlacement(PlacementProposal proposal, PlacementRules rules) => _placements.Count == 0
        ? Refusal.NotFound("internship.no-placement", "There is no placement yet; propose one.")
        : Take(proposal, rules);

    /// <summary>The dean approves what awaits approval: everything that is in the way is named at once (R25 to R28).</summary>
    public Outcome<InternshipChanged> Approve(Guid placementId, DecidedBy dean, IReadOnlyList<Dispensation> dispensations, PlacementRules rules)
    {
        if ((RefuseWhenOver() ?? RefuseOwn(dean)) is { } refusal)
        {
            return refusal;
        }

        if (AwaitingDean(placementId).IsRefused(out refusal, out var placement))
        {
            return refusal;
        }

        var missing = placement.MissingPreparation().ToList();
        if (EmploymentStatedAt is null)
        {
            missing.Add(new Fault("employmentHistory", "internship.employment-history-missing", "The organisations that you worked for, or that there were none before your present employer."));
        }

        IReadOnlyList<Fault> faults = [.. missing, .. Objections(placement.Host, placement.Plan(), placement.Periods, rules), .. rules.WithoutDispensation(placement, dispensations)];
        if (faults.Count > 0)
        {
            return missing.Count > 0
                ? Refusal.Conflict("internship.preparation-incomplete", "The placement can't be approved before everything that is named here is there.", faults)
                : Refusal.Conflict(faults[0].Code, "The placement can't be approved as it is.", faults);
        }

        ApprovedPlacement?.Supersede();
        placement.Approve(dean, dispensations, rules.Now);
        SetReportDue(placement.LastDay.AddDays(rules.Settings.ReportDueAfterDays), rules.Today);
        if (Status is InternshipStatus.Open or InternshipStatus.Proposed)
        {
            Status = InternshipStatus.Approved;
        }

        return CompleteIfDone(rules.Now) ?? (InternshipChanged)Approved(rules.Now);
    }

    /// <summary>The dean gives a proposal back, saying what should be otherwise.</summary>
    public Outcome<InternshipChanged> ReturnPlacement(Guid placementId, DecidedBy dean, string reason, DateTimeOffset now)
    {
        if ((RefuseWhenOver() ?? RefuseOwn(dean)) is { } refusal)
        {
            return refusal;
        }

        if (AwaitingDean(placementId).IsRefused(out refusal, out var placement))
        {
            return refusal;
        }

        placement.Return(dean, reason, now);
        if (Status == InternshipStatus.Proposed)
        {
            Status = InternshipStatus.Open;
        }

        return Changed(now);
    }

    /// <summary>What awaits the dean, where it is what they read.</summary>
    private Outcome<Placement> AwaitingDean(Guid placementId) => ProposedPlacement switch
    {
        null => Refusal.Conflict("internship.nothing-to-approve", "No placement awaits approval."),
        { } placement when placement.Id != placementId =>
            Refusal.Conflict("internship.placement-changed", "The participant proposed something else since you read it. Read it again."),
        { } placement => placement,
    };

    private Outcome<InternshipChanged> Take(PlacementProposal proposal, PlacementRules rules)
    {
        if (RefuseWhenOver() is { } over)
        {
            return over;
        }

        var objections = Objections(proposal.Host, WorkPlan.Of(proposal.Periods, proposal.Host.Country, proposal.ClosedDays), proposal.Periods, rules).ToList();
        if (objections.Count > 0)
        {
            return Refusal.Conflict(objections[0].Code, "This can't be the internship as it is proposed.", objections);
        }

        _placements.RemoveAll(placement => placement.Status == PlacementStatus.Proposed);
        _placements.Add(Placement.Propose(Id, _placements.Count + 1, proposal, rules.Now));

        if (Status == InternshipStatus.Open)
        {
            Status = InternshipStatus.Proposed;
        }

        return Changed(rules.Now);
    }

    /// <summary>What no dean can let pass: a host that is known (R26), too little time (R25), a start without approval (R28), logged days left out.</summary>
    private IEnumerable<Fault> Objections(HostOrganisation host, WorkPlan plan, IReadOnlyCollection<PlacementPeriod> periods, PlacementRules rules)
    {
        foreach (var fault in rules.HostIsUnknown(host).Concat(PlacementRules.LongEnough(plan)).Concat(rules.DaysArePlausible(periods)))
        {
            yield return fault;
        }

        if (periods.SelectMany(period => period.Days()).Any(day => day < rules.Today && ApprovedPlacement?.Covers(day) != true))
        {
            yield return new Fault("periods", "internship.start-without-approval",
                "A day that has passed can't be approved any more: an internship starts after its approval. Choose days from today.");
        }

        if (_days.Any(logged => !periods.Any(period => period.Covers(logged.Date))))
        {
            yield return new Fault("periods", "internship.logged-days-left-out", "Hours have been logged on days that these periods leave out. Keep those days in, or remove the hours.");
        }
    }

    private Refusal? RefuseOwn(DecidedBy member) => member.PersonId == PersonId
        ? Refusal.Forbidden("internship.own-internship", "Nobody decides about their own internship; a deputy does (R5).")
        : null;
}
