using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Copies;
using Metropool.Internship.Placements;
using Metropool.Internship.Reports;

namespace Metropool.Internship.Internships;

internal sealed partial class InternshipFile
{
    private readonly List<ReportExtension> _extensions = [];

    /// <summary>The report, where it was asked for and there is one.</summary>
    public Report? Report { get; private set; }

    /// <summary>When the report was handed in first, UTC (R30).</summary>
    public DateTimeOffset? ReportSubmittedAt { get; private set; }

    /// <summary>When the report is due, were there no pauses; null before a placement is approved.</summary>
    public DateOnly? ReportDueOn { get; private set; }

    /// <summary>The day on which that was set: pauses after it count.</summary>
    public DateOnly? ReportDueSetOn { get; private set; }

    public IReadOnlyList<ReportExtension> Extensions => _extensions;

    /// <summary>When the participant presented to the others, UTC (R32).</summary>
    public DateTimeOffset? PresentedAt { get; private set; }

    /// <summary>True where it wasn't at the internship meeting (R32).</summary>
    public bool PresentedElsewhere { get; private set; }

    /// <summary>Who recorded the presentation.</summary>
    public DecidedBy? PresentationRecordedBy { get; private set; }

    /// <summary>The day on which the report is due: a pause moves it on (R16).</summary>
    public DateOnly? ReportDueOnWithPauses(Participation participation, DateOnly today) => ReportDueOn is { } due && ReportDueSetOn is { } since
        ? due.AddDays(participation.PausedDaysBetween(since, ReportSubmittedAt is { } submitted && ProgrammeClock.DayOf(submitted) < today ? ProgrammeClock.DayOf(submitted) : today))
        : null;

    /// <summary>Keeps what the participant writes. It stays theirs alone until it is handed in.</summary>
    public Outcome<Report> WriteReport(string research, string reflection, bool confidential, DateTimeOffset now)
    {
        if (Status == InternshipStatus.Ended)
        {
            return RefuseWhenOver()!;
        }

        Report ??= new Report { InternshipId = Id };
        Report.Write(research, reflection, confidential, now);
        Touch();
        return Report;
    }

    /// <summary>Hands in the report as it is written: both parts, or not at all (R30). Handing in again makes a new version.</summary>
    public Outcome<InternshipChanged> SubmitReport(Participation participation, DateTimeOffset now)
    {
        if (Status is not (InternshipStatus.Started or InternshipStatus.Completed))
        {
            return Status == InternshipStatus.Ended
                ? RefuseWhenOver()!
                : Refusal.Conflict("internship.not-started", "A report is about an internship that has begun: log your first hours.");
        }

        if (participation.Status == ParticipationStatus.Paused)
        {
            return Refusal.Conflict("internship.participation-paused", "The participation is paused; the report can be handed in when it goes on.");
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
            return Refusal.Invalid("internship.report-incomplete", "The report has two parts. Without both it isn't handed in.", faults);
        }

        if (!Report.IsChanged)
        {
            return Refusal.Conflict("internship.report-unchanged", "The report is in already, as it stands.");
        }

        var late = ReportSubmittedAt is null && ReportDueOnWithPauses(participation, ProgrammeClock.DayOf(now)) is { } due && ProgrammeClock.DayOf(now) > due;
        Report.HandIn(late, now);
        ReportSubmittedAt ??= now;
        return CompleteIfDone(now) ?? Changed(now);
    }

    /// <summary>Gives more time for the report (R30).</summary>
    public Outcome<InternshipFile> ExtendReport(DateOnly dueOn, string reason, DecidedBy by, Participation participation, DateTimeOffset now)
    {
        var today = ProgrammeClock.DayOf(now);
        if (ReportDueOnWithPauses(participation, today) is not { } due)
        {
            return Refusal.Conflict("internship.not-approved", "No report is due before a placement is approved.");
        }

        if (ReportSubmittedAt is not null)
        {
            return Refusal.Conflict("internship.report-submitted", "The report is in already.");
        }

        if (dueOn <= due || dueOn < today)
        {
            return Refusal.Conflict("internship.not-an-extension", $"The report is due on {due:yyyy-MM-dd}; more time is a day after that, and not one that has passed.");
        }

        _extensions.Add(new ReportExtension { Id = Guid.CreateVersion7(), PreviouslyDueOn = due, DueOn = dueOn, Reason = reason, By = by, At = now });
        (ReportDueOn, ReportDueSetOn) = (dueOn, today);
        Touch();
        return this;
    }

    /// <summary>Gives comments on the report that was handed in; the participant may hand in a new version.</summary>
    public Outcome<Report> CommentOnReport(string text, DecidedBy by, DateTimeOffset now)
    {
        if (Report?.Latest is not { } latest)
        {
            return Refusal.Conflict("internship.report-missing", "No report was handed in yet.");
        }

        Report.Comment(latest.Number, text, by, now);
        Touch();
        return Report;
    }

    /// <summary>Records that the participant presented to the others, at the internship meeting or another moment (R32).</summary>
    public Outcome<InternshipChanged> RecordPresentation(DateTimeOffset presentedAt, bool elsewhere, DecidedBy by, DateTimeOffset now)
    {
        if (Status is not (InternshipStatus.Started or InternshipStatus.Completed))
        {
            return Status == InternshipStatus.Ended
                ? RefuseWhenOver()!
                : Refusal.Conflict("internship.not-started", "There is nothing to present before the internship has begun.");
        }

        if (presentedAt > now)
        {
            return Refusal.Conflict("internship.presentation-in-the-future", "A presentation is recorded once it was given.");
        }

        if (ApprovedPlacement is { FirstDay: var first } && ProgrammeClock.DayOf(presentedAt) < first)
        {
            return Refusal.Conflict("internship.presentation-before-internship", $"The internship began on {first:yyyy-MM-dd}; it can't have been presented before that day.");
        }

        (PresentedAt, PresentedElsewhere, PresentationRecordedBy) = (presentedAt, elsewhere, by);
        return Changed(now);
    }

    /// <summary>Sets the due date that follows from a placement; an extension that goes further stands.</summary>
    private void SetReportDue(DateOnly dueOn, DateOnly today)
    {
        if (_extensions.Count == 0 || ReportDueOn is null || ReportDueOn < dueOn)
        {
            (ReportDueOn, ReportDueSetOn) = (dueOn, today);
        }
    }
}
