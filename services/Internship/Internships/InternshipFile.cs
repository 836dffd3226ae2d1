using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Internship.Copies;
using Metropool.Internship.Hours;
using Metropool.Internship.Placements;

namespace Metropool.Internship.Internships;

/// <summary>
/// The internship of one participation. A decision is a method that changes the file and returns the event to publish, or refuses and changes nothing.
/// </summary>
internal sealed partial class InternshipFile
{
    private readonly List<FormerEmployer> _formerEmployers = [];
    private readonly List<Placement> _placements = [];
    private readonly List<LoggedDay> _days = [];

    private InternshipFile()
    {
    }

    public Guid Id { get; private init; }

    public Guid ParticipationId { get; private init; }

    public Guid PersonId { get; private init; }

    public Guid EditionId { get; private set; }

    /// <summary>Rises with every change, also with those that no event tells of. The concurrency token.</summary>
    public long Version { get; private set; }

    public InternshipStatus Status { get; private set; }

    /// <summary>Where the internship stood when the participation ended, to go on from if that is taken back.</summary>
    public InternshipStatus? StatusBeforeEnd { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    /// <summary>When the public state changed last: what an announcement of it says again.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>The file of a participation that has none yet.</summary>
    public static (InternshipFile File, InternshipChanged Event) Open(Participation participation, DateTimeOffset now)
    {
        var file = new InternshipFile
        {
            Id = Guid.CreateVersion7(),
            ParticipationId = participation.Id,
            PersonId = participation.PersonId,
            EditionId = participation.EditionId,
            Status = InternshipStatus.Open,
        };
        if (participation.Status == ParticipationStatus.Ended)
        {
            file.End();
        }

        return (file, file.Changed(now));
    }

    /// <summary>Follows the participation to another edition, to its end, and back.</summary>
    /// <returns>The event, or null where nothing changes.</returns>
    public InternshipChanged? Follow(Participation participation, DateTimeOffset now)
    {
        var moved = EditionId != participation.EditionId;
        EditionId = participation.EditionId;
        switch (participation.Status)
        {
            case ParticipationStatus.Ended when Status is not (InternshipStatus.Ended or InternshipStatus.Completed):
                End();
                return Changed(now);
            case not ParticipationStatus.Ended when Status == InternshipStatus.Ended:
                (Status, StatusBeforeEnd) = (StatusBeforeEnd ?? InternshipStatus.Open, null);
                return Changed(now);
            default:
                return moved ? Changed(now) : null;
        }
    }

    /// <summary>The public state, as it is announced again.</summary>
    public InternshipChanged State() => new()
    {
        InternshipId = Id,
        Version = Version,
        OccurredAt = ChangedAt,
        ParticipationId = ParticipationId,
        PersonId = PersonId,
        EditionId = EditionId,
        Status = Status,
        LoggedMinutes = LoggedMinutes,
        ReportSubmittedAt = ReportSubmittedAt,
        PresentedAt = PresentedAt,
        CompletedAt = CompletedAt,
    };

    private void End() => (StatusBeforeEnd, Status) = (Status, InternshipStatus.Ended);

    /// <summary>A change that nobody else has to know of.</summary>
    private void Touch() => Version++;

    private InternshipChanged Changed(DateTimeOffset now)
    {
        (Version, ChangedAt) = (Version + 1, now);
        return State();
    }

    /// <summary>Completes the internship when nothing is missing any more (R25, R30): the event that Assessment learns it by (R31).</summary>
    private InternshipCompleted? CompleteIfDone(DateTimeOffset now)
    {
        if (Status != InternshipStatus.Started || MissingForCompletion().Count > 0)
        {
            return null;
        }

        (Status, CompletedAt) = (InternshipStatus.Completed, now);
        var state = Changed(now);
        return new()
        {
            InternshipId = state.InternshipId,
            Version = state.Version,
            OccurredAt = state.OccurredAt,
            ParticipationId = state.ParticipationId,
            PersonId = state.PersonId,
            EditionId = state.EditionId,
            Status = state.Status,
            LoggedMinutes = state.LoggedMinutes,
            ReportSubmittedAt = state.ReportSubmittedAt,
            PresentedAt = state.PresentedAt,
            CompletedAt = state.CompletedAt,
        };
    }

    private InternshipApproved Approved(DateTimeOffset now)
    {
        var state = Changed(now);
        return new()
        {
            InternshipId = state.InternshipId,
            Version = state.Version,
            OccurredAt = state.OccurredAt,
            ParticipationId = state.ParticipationId,
            PersonId = state.PersonId,
            EditionId = state.EditionId,
            Status = state.Status,
            LoggedMinutes = state.LoggedMinutes,
            ReportSubmittedAt = state.ReportSubmittedAt,
            PresentedAt = state.PresentedAt,
            CompletedAt = state.CompletedAt,
        };
    }

    /// <summary>What stands between the participant and a completed internship: every item, each with a sentence. Presenting is not among them: it is asked for the certificate (R39).</summary>
    public IReadOnlyList<Fault> MissingForCompletion()
    {
        var missing = new List<Fault>();
        if (ApprovedPlacement is null)
        {
            missing.Add(new Fault("placement", "internship.not-approved", "A placement that the dean approved."));
        }

        missing.AddRange(MissingHours());
        if (ReportSubmittedAt is null)
        {
            missing.Add(new Fault("report", "internship.report-missing", "The report, in both its parts."));
        }

        return missing;
    }

    /// <summary>Refuses whatever would change an internship that is over.</summary>
    private Refusal? RefuseWhenOver() => Status switch
    {
        InternshipStatus.Completed => Refusal.Conflict("internship.completed", "The internship is completed: its placement and its hours are fixed."),
        InternshipStatus.Ended => Refusal.Conflict("internship.ended", "The participation has ended, and the internship with it."),
        _ => null,
    };
}
