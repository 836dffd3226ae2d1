using Metropool.Contracts.Internship;
using Metropool.Http;
using Metropool.Internship.Placements;

namespace Metropool.Internship.Internships;

internal sealed partial class InternshipFile
{
    public IReadOnlyList<Placement> Placements => _placements;

    /// <summary>The former employers that the participant stated, other than the employers in the participation (R26).</summary>
    public IReadOnlyList<FormerEmployer> FormerEmployers => _formerEmployers;

    /// <summary>When the participant stated the employment history, UTC. An empty history is a statement too.</summary>
    public DateTimeOffset? EmploymentStatedAt { get; private set; }

    /// <summary>The placement that waits for the dean.</summary>
    public Placement? ProposedPlacement => _placements.SingleOrDefault(placement => placement.Status == PlacementStatus.Proposed);

    /// <summary>The approved placement.</summary>
    public Placement? ApprovedPlacement => _placements.SingleOrDefault(placement => placement.Status == PlacementStatus.Approved);

    /// <summary>States the former employers of the participant (R26).</summary>
    public Refusal? StateEmployment(IEnumerable<FormerEmployer> employers, DateTimeOffset now)
    {
        if (RefuseIfClosed() is { } refusal)
        {
            return refusal;
        }

        _formerEmployers.Clear();
        _formerEmployers.AddRange(employers);
        EmploymentStatedAt = now;
        Touch();
        return null;
    }

    /// <summary>Proposes the first placement (R25, R26).</summary>
    public Outcome<InternshipChanged> Propose(PlacementProposal proposal, PlacementRules rules) =>
        _placements.Count > 0 ? Refusals.PlacementExists : AddProposal(proposal, rules);

    /// <summary>
    /// Replaces the proposal, or proposes another placement after one that was returned or approved. An approved placement is valid until the dean approves
    /// the change.
    /// </summary>
    public Outcome<InternshipChanged> ChangePlacement(PlacementProposal proposal, PlacementRules rules) =>
        _placements.Count == 0 ? Refusals.PlacementUnknown : AddProposal(proposal, rules);

    /// <summary>Approves the proposal. A refusal names all faults at once (R25 to R28).</summary>
    public Outcome<InternshipChanged> Approve(Guid placementId, Actor dean, IReadOnlyList<Dispensation> dispensations, PlacementRules rules)
    {
        if (FindProposal(placementId, dean).IsRefused(out var refusal, out var placement))
        {
            return refusal;
        }

        var missing = placement.MissingPreparation().ToList();
        if (EmploymentStatedAt is null)
        {
            missing.Add(new Fault(
                "employmentHistory",
                "internship.employment-history-missing",
                "The organisations that you worked for, or a statement that you had no employer before the present one."));
        }

        IReadOnlyList<Fault> faults =
        [
            .. missing,
            .. FaultsOf(placement.Host, placement.Plan(), placement.Periods, rules),
            .. rules.CheckDispensations(placement, dispensations),
        ];
        if (faults.Count > 0)
        {
            return missing.Count > 0 ? Refusals.PreparationIncomplete(faults) : Refusals.ApprovalImpossible(faults);
        }

        ApprovedPlacement?.Supersede();
        placement.Approve(dean, dispensations, rules.Now);
        SetReportDue(placement.LastDay.AddDays(rules.Settings.ReportDueAfterDays), rules.Today);
        if (Status is InternshipStatus.Open or InternshipStatus.Proposed)
        {
            Status = InternshipStatus.Approved;
        }

        return CompleteIfDone(rules.Now) ?? Raise(InternshipChange.Approved, rules.Now);
    }

    /// <summary>Returns the proposal to the participant, with the changes that the dean wants.</summary>
    public Outcome<InternshipChanged> ReturnPlacement(Guid placementId, Actor dean, string reason, DateTimeOffset now)
    {
        if (FindProposal(placementId, dean).IsRefused(out var refusal, out var placement))
        {
            return refusal;
        }

        placement.Return(dean, reason, now);
        if (Status == InternshipStatus.Proposed)
        {
            Status = InternshipStatus.Open;
        }

        return Raise(InternshipChange.Updated, now);
    }

    /// <summary>The proposal that the dean read and decides about (R5).</summary>
    private Outcome<Placement> FindProposal(Guid placementId, Actor dean)
    {
        if ((RefuseIfClosed() ?? RefuseOwn(dean)) is { } refusal)
        {
            return refusal;
        }

        return ProposedPlacement is not { } placement ? Refusals.NothingToDecide
            : placement.Id != placementId ? Refusals.PlacementChanged
            : placement;
    }

    private Outcome<InternshipChanged> AddProposal(PlacementProposal proposal, PlacementRules rules)
    {
        if (RefuseIfClosed() is { } refusal)
        {
            return refusal;
        }

        var plan = WorkPlan.Of(proposal.Periods, proposal.Host.Country, proposal.ClosedDays);
        var faults = FaultsOf(proposal.Host, plan, proposal.Periods, rules).ToList();
        if (faults.Count > 0)
        {
            return Refusals.ProposalInvalid(faults);
        }

        _placements.RemoveAll(placement => placement.Status == PlacementStatus.Proposed);
        _placements.Add(Placement.Propose(Id, _placements.Count + 1, proposal, rules.Now));
        if (Status == InternshipStatus.Open)
        {
            Status = InternshipStatus.Proposed;
        }

        return Raise(InternshipChange.Updated, rules.Now);
    }

    /// <summary>The faults for which there is no dispensation (R25, R26, R28), including logged days outside the periods.</summary>
    private IEnumerable<Fault> FaultsOf(HostOrganisation host, WorkPlan plan, IReadOnlyCollection<PlacementPeriod> periods, PlacementRules rules)
    {
        foreach (var fault in rules.CheckHost(host).Concat(PlacementRules.CheckDuration(plan)).Concat(rules.CheckHoursPerDay(periods)))
        {
            yield return fault;
        }

        if (periods.SelectMany(period => period.Days()).Any(day => day < rules.Today && ApprovedPlacement?.Covers(day) != true))
        {
            yield return new Fault(
                "periods", "internship.start-without-approval", "An internship starts after its approval (R28). Choose days from today.");
        }

        if (_days.Any(logged => !periods.Any(period => period.Covers(logged.Date))))
        {
            yield return new Fault(
                "periods",
                "internship.logged-days-left-out",
                "Hours are logged on days outside these periods. Include those days, or remove the hours.");
        }
    }

    private Refusal? RefuseOwn(Actor actor) => actor.PersonId == PersonId ? Refusals.ConflictOfInterest : null;
}
