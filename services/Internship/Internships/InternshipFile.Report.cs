using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Replicas;
using Metropool.Internship.Reports;

namespace Metropool.Internship.Internships;

internal sealed partial class InternshipFile
{
    private readonly List<ReportExtension> _extensions = [];

    /// <summary>The report, if it was loaded and there is one.</summary>
    public Report? Report { get; private set; }

    /// <summary>When the report was first submitted, UTC (R30).</summary>
    public DateTimeOffset? ReportSubmittedAt { get; private set; }

    /// <summary>The due date of the report without pauses; null until a placement is approved.</summary>
    public DateOnly? ReportDueOn { get; private set; }

    /// <summary>The day on which the due date was set. Pauses after it are added to the due date.</summary>
    public DateOnly? ReportDueSetOn { get; private set; }

    public IReadOnlyList<ReportExtension> Extensions => _extensions;

    /// <summary>When the participant presented the internship, UTC (R32).</summary>
    public DateTimeOffset? PresentedAt { get; private set; }

    /// <summary>True if it wasn't presented at the internship meeting (R32).</summary>
    public bool PresentedElsewhere { get; private set; }

    public Actor? PresentationRecordedBy { get; private set; }

    /// <summary>The due date of the report, moved by the days of every pause (R16).</summary>
    public DateOnly? ReportDueOnWithPauses(Participation participation, DateOnly today)
    {
        if (ReportDueOn is not { } due || ReportDueSetOn is not { } since)
        {
            return null;
        }

        var until = ReportSubmittedAt is { } submitted && ProgrammeClock.DayOf(submitted) < today ? ProgrammeClock.DayOf(submitted) : today;
        return due.AddDays(participation.PausedDaysBetween(since, until));
    }

    /// <summary>Saves the draft of the report. Only the participant can read a draft.</summary>
    public Refusal? WriteReport(string research, string reflection, bool confidential, DateTimeOffset now)
    {
        if (Status == InternshipStatus.Ended)
        {
            return Refusals.Ended;
        }

        Report ??= new Report { InternshipId = Id };
        Report.Write(research, reflection, confidential, now);
        Touch();
        return null;
    }

    /// <summary>Submits the draft; both parts are needed (R30). Another submission makes a new version. A late report is accepted and marked.</summary>
    public Outcome<InternshipChanged> SubmitReport(Participation participation, DateTimeOffset now)
    {
        if (RefuseUnlessStarted() is { } refusal)
        {
            return refusal;
        }

        if (participation.Status == ParticipationStatus.Paused)
        {
            return Refusals.ParticipationPaused;
        }

        var faults = new List<Fault>();
        if (TextPolicy.IsBlank(Report?.Research))
        {
            faults.Add(new Fault("research", "internship.research-missing", "Part 1: the research with its conclusions."));
        }

        if (TextPolicy.IsBlank(Report?.Reflection))
        {
            faults.Add(new Fault("reflection", "internship.reflection-missing", "Part 2: the reflection on personal learning."));
        }

        if (Report is null || faults.Count > 0)
        {
            return Refusals.ReportIncomplete(faults);
        }

        if (!Report.IsChanged)
        {
            return Refusals.ReportUnchanged;
        }

        var today = ProgrammeClock.DayOf(now);
        Report.Submit(isLate: ReportSubmittedAt is null && today > ReportDueOnWithPauses(participation, today), now);
        ReportSubmittedAt ??= now;
        return CompleteIfDone(now) ?? Raise(InternshipChange.Updated, now);
    }

    /// <summary>Moves the due date of the report to a later day (R30).</summary>
    public Refusal? ExtendReport(DateOnly dueOn, string reason, Actor by, Participation participation, DateTimeOffset now)
    {
        var today = ProgrammeClock.DayOf(now);
        if (ReportDueOnWithPauses(participation, today) is not { } due)
        {
            return Refusals.NotApproved;
        }

        if (ReportSubmittedAt is not null)
        {
            return Refusals.ReportSubmitted;
        }

        if (dueOn <= due || dueOn < today)
        {
            return Refusals.NotAnExtension(due);
        }

        _extensions.Add(new ReportExtension { Id = Guid.CreateVersion7(), PreviouslyDueOn = due, DueOn = dueOn, Reason = reason, By = by, At = now });
        (ReportDueOn, ReportDueSetOn) = (dueOn, today);
        Touch();
        return null;
    }

    /// <summary>Comments on the latest submitted version.</summary>
    public Refusal? CommentOnReport(string text, Actor by, DateTimeOffset now)
    {
        if (Report?.Latest is not { } latest)
        {
            return Refusals.ReportMissing;
        }

        Report.Comment(latest.Number, text, by, now);
        Touch();
        return null;
    }

    /// <summary>Records that the participant presented the internship, at the internship meeting or elsewhere (R32).</summary>
    public Outcome<InternshipChanged> RecordPresentation(DateTimeOffset presentedAt, bool elsewhere, Actor by, DateTimeOffset now)
    {
        if (RefuseUnlessStarted() is { } refusal)
        {
            return refusal;
        }

        if (presentedAt > now)
        {
            return Refusals.PresentationInTheFuture;
        }

        if (ApprovedPlacement is { FirstDay: var first } && ProgrammeClock.DayOf(presentedAt) < first)
        {
            return Refusals.PresentationBeforeInternship(first);
        }

        (PresentedAt, PresentedElsewhere, PresentationRecordedBy) = (presentedAt, elsewhere, by);
        return Raise(InternshipChange.Updated, now);
    }

    /// <summary>Sets the due date that follows from a placement, unless an extension allows more time.</summary>
    private void SetReportDue(DateOnly dueOn, DateOnly today)
    {
        if (_extensions.Count == 0 || ReportDueOn is null || ReportDueOn < dueOn)
        {
            (ReportDueOn, ReportDueSetOn) = (dueOn, today);
        }
    }
}
