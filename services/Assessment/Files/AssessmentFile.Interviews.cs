using Metropool.Assessment.Editions;
using Metropool.Assessment.Interviews;
using Metropool.Assessment.Pages;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Assessment.Files;

/// <summary>The two development interviews and the final one.</summary>
internal sealed partial class AssessmentFile
{
    /// <summary>How many development interviews there are (R36).</summary>
    public const int DevelopmentInterviews = 2;

    /// <summary>
    /// Records that an interview was held, by one of its panel as Scheduling booked it: a development interview by dean and trainer (R36),
    /// the final one by dean and programme manager, and not without the internship report and the PHP, which were in by then (R37).
    /// The logbook is frozen as it stood when the interview began. All texts must be loaded.
    /// </summary>
    public Outcome<AssessmentChanged> RecordHeld(Guid interviewId, Guid byId, string? feedback, EditionProgress edition, DateTimeOffset now)
    {
        if (SeatIn(interviewId, byId).IsRefused(out var refusal, out _)
            || MayBeHeld(interviewId, edition, now).IsRefused(out refusal, out var interview))
        {
            return refusal;
        }

        var held = new HeldInterview
        {
            InterviewId = interview.Id,
            FileId = Id,
            Kind = interview.Kind,
            EditionId = Participation!.EditionId,
            StartsAt = interview.StartsAt,
            RecordedAt = now,
            RecordedBy = byId,
            Panel = [.. interview.Panel.Select(seat => new HeldSeat { PersonId = seat.PersonId, DisplayName = seat.DisplayName, Part = seat.Part, Deputy = seat.Deputy })],
            Logbook = FreezeLogbook(interview.StartsAt, now),
            PhpVersion = interview.Kind == InterviewKind.Final ? FreezePhp(interview.StartsAt, now) : null,
        };
        _held.Add(held);
        if (!TextPolicy.IsBlank(feedback))
        {
            held.Panel.First(seat => seat.PersonId == byId).Give(feedback, now);
        }

        return interview.Kind == InterviewKind.Final ? Raise<FinalInterviewHeld>(now) : Raise<DevelopmentInterviewHeld>(now);
    }

    /// <summary>Adds the feedback of one of the panel of an interview that was held (R38). What was given stays: the participant has read it.</summary>
    public Outcome<HeldInterview> GiveFeedback(Guid interviewId, Guid byId, string? feedback, DateTimeOffset now)
    {
        if (SeatIn(interviewId, byId).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        if (_held.SingleOrDefault(h => h.InterviewId == interviewId) is not { } held)
        {
            return Refusals.InterviewNotHeld;
        }

        // The panel may have been changed in the calendar since: who held it, speaks.
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

        seat.Give(feedback, now);
        return held;
    }

    /// <summary>Whether a person sits in the panel of an interview by a role that has ended: it opens nothing any more (ADR 26).</summary>
    public bool IsSeatLost(Guid interviewId, Guid personId, Edition? edition, DateOnly today)
    {
        var parts = SeatsOf(interviewId).Where(seat => seat.PersonId == personId).Select(seat => seat.Part).ToHashSet();
        return parts.Count > 0 && edition?.PartsOf(personId, today).Any(member => parts.Contains(member.Part)) != true;
    }

    // As it was held, and as it is in the calendar.
    private IEnumerable<(Guid PersonId, TeamPart Part)> SeatsOf(Guid interviewId) => _held.Where(held => held.InterviewId == interviewId)
        .SelectMany(held => held.Panel, (_, seat) => (seat.PersonId, seat.Part))
        .Concat(_interviews.Where(interview => interview.Id == interviewId).SelectMany(interview => interview.Panel, (_, seat) => (seat.PersonId, seat.Part)));

    private Outcome<Guid> SeatIn(Guid interviewId, Guid personId)
    {
        if (IsAbout(personId))
        {
            return Refusals.OwnFile;
        }

        return _interviews.All(interview => interview.Id != interviewId) ? Refusals.InterviewUnknown
            : SeatsOf(interviewId).Any(seat => seat.PersonId == personId) ? personId
            : Refusals.NotInPanel;
    }

    private Outcome<Interview> MayBeHeld(Guid interviewId, EditionProgress edition, DateTimeOffset now)
    {
        var interview = _interviews.Single(i => i.Id == interviewId);
        if (_held.Any(held => held.InterviewId == interviewId))
        {
            return Refusals.InterviewAlreadyHeld;
        }

        if (NotUnderWay() is { } stopped)
        {
            return stopped;
        }

        if (interview.Status != InterviewStatus.Booked)
        {
            return Refusals.InterviewNotBooked;
        }

        if (interview.StartsAt > now)
        {
            return Refusals.InterviewNotBegun;
        }

        return interview.Kind switch
        {
            InterviewKind.Development => MayBeDevelopmentInterview(interview) ?? (Outcome<Interview>)interview,
            InterviewKind.Final => MayBeFinalInterview(interview, edition) ?? (Outcome<Interview>)interview,
            _ => Refusals.InterviewUnknown,
        };
    }

    private Refusal? MayBeDevelopmentInterview(Interview interview) =>
        !HasTwo(interview.Panel, TeamPart.Dean, TeamPart.Trainer) ? Refusals.PanelIncomplete("R36: a development interview is held by the dean and one of the trainers.")
        : _held.Count(held => held.Kind == InterviewKind.Development) >= DevelopmentInterviews ? Refusals.DevelopmentInterviewsComplete
        : null;

    private Refusal? MayBeFinalInterview(Interview interview, EditionProgress edition) =>
        !HasTwo(interview.Panel, TeamPart.Dean, TeamPart.ProgrammeManager) ? Refusals.PanelIncomplete("R37: the final interview is held by the dean and the programme manager.")
        : _held.Any(held => held.Kind == InterviewKind.Final) ? Refusals.FinalInterviewAlreadyHeld
        : Refusals.FinalInterviewNeeds(
            report: !(Internship?.ReportSubmittedAt <= interview.EndsAt),
            php: !_pages.Any(page => page.Kind == PageKind.Php && page.BegunAt <= interview.EndsAt),
            edition.Settings.PhpLabel);

    private Refusal? NotUnderWay() => Participation!.Status switch
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

    // The PHP was there, or the interview would have been refused; where it came in during the interview, its first text was the starting point.
    private int FreezePhp(DateTimeOffset begun, DateTimeOffset now)
    {
        var php = _pages.Single(page => page.Kind == PageKind.Php);
        var version = php.AsOf(begun) ?? php.Versions.MinBy(v => v.Number)!;
        version.Freeze(now);
        return version.Number;
    }

    private static bool HasTwo(IEnumerable<PanelSeat> panel, TeamPart one, TeamPart other)
    {
        var seats = panel.ToList();
        return seats.Any(first => first.Part == one && seats.Any(second => second.Part == other && second.PersonId != first.PersonId));
    }
}
