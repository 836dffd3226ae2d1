using Metropool.Assessment.Editions;
using Metropool.Assessment.Interviews;
using Metropool.Assessment.Pages;
using Metropool.Assessment.Replicas;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Assessment.Assessments;

/// <summary>The two development interviews and the final interview.</summary>
internal sealed partial class AssessmentFile
{
    /// <summary>The number of development interviews (R36).</summary>
    public const int DevelopmentInterviews = 2;

    /// <summary>
    /// Records that an interview was held, by a member of the booked panel. A development interview is held by the dean and a trainer (R36), the final
    /// interview by the dean and the programme manager, after the internship report and the PHP were submitted (R37). The logbook is frozen as it was at the
    /// beginning of the interview. All texts must be loaded.
    /// </summary>
    public Outcome<AssessmentChanged> RecordHeld(Guid interviewId, Guid byId, string? feedback, EditionProgress edition, DateTimeOffset now)
    {
        if (RefuseUnlessInPanel(interviewId, byId) is { } notInPanel)
        {
            return notInPanel;
        }

        var interview = _interviews.Single(i => i.Id == interviewId);
        if (RefuseHeld(interview, edition, now) is { } refusal)
        {
            return refusal;
        }

        var isFinal = interview.Kind == InterviewKind.Final;
        var held = new HeldInterview
        {
            InterviewId = interview.Id,
            FileId = Id,
            Kind = interview.Kind,
            EditionId = Participation!.EditionId,
            StartsAt = interview.StartsAt,
            RecordedAt = now,
            RecordedBy = byId,
            Panel = [.. interview.Panel.Select(HeldSeat.Of)],
            Logbook = FreezeLogbook(interview.StartsAt, now),
            PhpVersion = isFinal ? FreezePhp(interview.StartsAt, now) : null,
        };
        _held.Add(held);
        if (!TextPolicy.IsBlank(feedback))
        {
            held.Panel.First(seat => seat.PersonId == byId).GiveFeedback(feedback, now);
        }

        return Raise(isFinal ? AssessmentChange.FinalInterviewHeld : AssessmentChange.DevelopmentInterviewHeld, now);
    }

    /// <summary>Adds the feedback of a panel member to an interview that was held (R38). It can't be changed: the participant can have read it.</summary>
    public Refusal? GiveFeedback(Guid interviewId, Guid byId, string? feedback, DateTimeOffset now)
    {
        if (RefuseUnlessInPanel(interviewId, byId) is { } refusal)
        {
            return refusal;
        }

        if (_held.SingleOrDefault(h => h.InterviewId == interviewId) is not { } held)
        {
            return Refusals.InterviewNotHeld;
        }

        // The panel in the calendar may have changed since: the panel that held the interview gives feedback.
        if (held.Panel.FirstOrDefault(seat => seat.PersonId == byId) is not { } seat)
        {
            return Refusals.NotInPanel;
        }

        if (seat.Feedback is not null)
        {
            return Refusals.FeedbackGiven;
        }

        if (TextPolicy.IsBlank(feedback))
        {
            return Refusals.FeedbackEmpty;
        }

        seat.GiveFeedback(feedback, now);
        return null;
    }

    /// <summary>Whether a person is on the panel of an interview in a role that has ended. The seat then gives no access (ADR 26).</summary>
    public bool IsSeatLost(Guid interviewId, Guid personId, Edition? edition, DateOnly today)
    {
        var roles = SeatsOf(interviewId).Where(seat => seat.PersonId == personId).Select(seat => seat.Role).ToHashSet();
        return roles.Count > 0 && edition?.RolesOf(personId, today).Any(member => roles.Contains(member.Role)) != true;
    }

    // The panel that held the interview, and the panel in the calendar.
    private IEnumerable<(Guid PersonId, TeamRole Role)> SeatsOf(Guid interviewId) => _held
        .Where(held => held.InterviewId == interviewId).SelectMany(held => held.Panel, (_, seat) => (seat.PersonId, seat.Role))
        .Concat(_interviews.Where(interview => interview.Id == interviewId).SelectMany(interview => interview.Panel, (_, seat) => (seat.PersonId, seat.Role)));

    private Refusal? RefuseUnlessInPanel(Guid interviewId, Guid personId) =>
        IsAbout(personId) ? Refusals.ConflictOfInterest
        : _interviews.All(interview => interview.Id != interviewId) ? Refusals.InterviewUnknown
        : SeatsOf(interviewId).All(seat => seat.PersonId != personId) ? Refusals.NotInPanel
        : null;

    private Refusal? RefuseHeld(Interview interview, EditionProgress edition, DateTimeOffset now)
    {
        if (_held.Any(held => held.InterviewId == interview.Id))
        {
            return Refusals.InterviewAlreadyHeld;
        }

        if (RefuseUnlessActive() is { } inactive)
        {
            return inactive;
        }

        return interview.Status != InterviewStatus.Booked ? Refusals.InterviewNotBooked
            : interview.StartsAt > now ? Refusals.InterviewNotBegun
            : interview.Kind switch
            {
                InterviewKind.Development => RefuseDevelopmentInterview(interview),
                InterviewKind.Final => RefuseFinalInterview(interview, edition),
                _ => Refusals.InterviewUnknown,
            };
    }

    private Refusal? RefuseDevelopmentInterview(Interview interview) =>
        !HasBoth(interview.Panel, TeamRole.Dean, TeamRole.Trainer) ? Refusals.DevelopmentPanelIncomplete
        : _held.Count(held => held.Kind == InterviewKind.Development) >= DevelopmentInterviews ? Refusals.DevelopmentInterviewsComplete
        : null;

    private Refusal? RefuseFinalInterview(Interview interview, EditionProgress edition) =>
        !HasBoth(interview.Panel, TeamRole.Dean, TeamRole.ProgrammeManager) ? Refusals.FinalPanelIncomplete
        : _held.Any(held => held.Kind == InterviewKind.Final) ? Refusals.FinalInterviewAlreadyHeld
        : Refusals.FinalInterviewNeeds(
            report: !(Internship?.ReportSubmittedAt <= interview.EndsAt),
            php: !_pages.Any(page => page.Kind == PageKind.Php && page.BegunAt <= interview.EndsAt),
            edition.Settings.PhpLabel);

    private Refusal? RefuseUnlessActive() => Participation!.Status switch
    {
        ParticipationStatus.Paused => Refusals.ParticipationPaused,
        ParticipationStatus.Ended => Refusals.ParticipationEnded,
        _ => null,
    };

    private List<ChapterInput> FreezeLogbook(DateTimeOffset begun, DateTimeOffset now)
    {
        var input = new List<ChapterInput>();
        foreach (var chapter in _chapters.OrderBy(chapter => chapter.ModuleNumber))
        {
            if (chapter.AsOf(begun) is { } version)
            {
                version.Freeze(now);
                input.Add(new ChapterInput(chapter.ModuleNumber, version.Number));
            }
        }

        return input;
    }

    // There is a PHP, or the interview would have been refused. If it was first written during the interview, its first version is the input.
    private int FreezePhp(DateTimeOffset begun, DateTimeOffset now)
    {
        var php = _pages.Single(page => page.Kind == PageKind.Php);
        var version = php.AsOf(begun) ?? php.Versions.MinBy(v => v.Number)!;
        version.Freeze(now);
        return version.Number;
    }

    /// <summary>Whether two different persons have the two roles.</summary>
    private static bool HasBoth(IReadOnlyList<PanelSeat> panel, TeamRole one, TeamRole other) =>
        panel.Any(first => first.Role == one && panel.Any(second => second.Role == other && second.PersonId != first.PersonId));
}
