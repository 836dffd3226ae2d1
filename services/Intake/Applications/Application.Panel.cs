using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Intake.Interviews;

namespace Metropool.Intake.Applications;

/// <summary>What the panel does: dean and programme manager, both, never one (R11).</summary>
internal sealed partial class Application
{
    /// <summary>Takes over what happened to the interview in the calendar.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="interview">The interview, as it stands now.</param>
    /// <param name="now">When it happened, in programme time.</param>
    public void NoteCalendar(HistoryKind what, Interview interview, DateTimeOffset now)
    {
        if (interview.Status == InterviewStatus.Booked)
        {
            BookedInterviewId = interview.Id;
        }
        else if (BookedInterviewId == interview.Id)
        {
            BookedInterviewId = null;
        }

        NoteStanding(interview.Status);
        Changed(now);
        Record(what, Actor.Calendar, interviewAt: interview.StartsAt);
    }

    // Whatever becomes of one interview: one that is booked counts for more, and one that was held for most.
    private void NoteStanding(InterviewStatus status) => InterviewStanding = (InterviewStanding, BookedInterviewId, status) switch
    {
        (InterviewStanding.Held, _, _) => InterviewStanding.Held,
        (_, not null, _) => InterviewStanding.Booked,
        (_, _, InterviewStatus.Missed) => InterviewStanding.Missed,
        (_, _, InterviewStatus.Cancelled) => InterviewStanding.Cancelled,
        var (standing, _, _) => standing,
    };

    /// <summary>Records that the interview took place (R10): the one in the calendar, by one who sat in its panel.</summary>
    /// <param name="booked">The interview in the calendar; null where there is none.</param>
    /// <param name="byId">Who records it.</param>
    /// <param name="heldAt">When it began; null for the time it was booked for.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<IntakeInterviewHeld> RecordHeld(Interview? booked, Guid byId, DateTimeOffset? heldAt, DateTimeOffset now)
    {
        if (byId == PersonId)
        {
            return Refusals.OwnApplication;
        }

        if (Status != ApplicationStatus.Submitted || Interview is not null)
        {
            return Refusals.NotAwaitingInterview;
        }

        if (booked is not { Status: InterviewStatus.Booked })
        {
            return Refusals.InterviewNotBooked;
        }

        if (!HasBothParts(booked.Seats))
        {
            return Refusals.PanelIncomplete;
        }

        if (SeatOf(byId, booked.Seats) is not { } seat)
        {
            return Refusals.NotInPanel;
        }

        if (booked.StartsAt > now)
        {
            return Refusals.InterviewNotBegun;
        }

        // On the day of the booking: intake interviews are held on intake days (R13), which Scheduling sees to.
        var at = heldAt ?? booked.StartsAt;
        if (at > now || ProgrammeClock.DayOf(at) != ProgrammeClock.DayOf(booked.StartsAt))
        {
            return Refusals.HeldOutsideBooking;
        }

        Interview = new HeldInterview { InterviewId = booked.Id, HeldAt = at, Panel = booked.Seats };
        (BookedInterviewId, InterviewStanding) = (null, InterviewStanding.Held);
        Changed(now);
        Record(HistoryKind.InterviewHeld, Actor.Of(seat));
        return State<IntakeInterviewHeld>();
    }

    /// <summary>
    /// Writes the judgement: all three criteria (R12), by one who sat in the panel as dean or programme manager.
    /// Until it is confirmed either of them may write it anew.
    /// </summary>
    public Outcome<Judgement> Judge(IReadOnlyCollection<TeamMember> parts, Criterion learningWishes, Criterion motivation, Criterion capacities, DateTimeOffset now)
    {
        if (PanelMember(parts).IsRefused(out var refusal, out var seat))
        {
            return refusal;
        }

        if (Judgement is { IsConfirmed: true })
        {
            return Refusals.JudgementConfirmed;
        }

        var judgement = new Judgement
        {
            Id = Guid.CreateVersion7(now),
            Number = _judgements.Count + 1,
            WrittenAt = now,
            AuthorId = seat.PersonId,
            AuthorName = seat.DisplayName,
            AuthorPart = seat.Part,
            AuthorDeputy = seat.Deputy,
            LearningWishes = learningWishes,
            Motivation = motivation,
            Capacities = capacities,
        };
        _judgements.Add(judgement);
        Changed(now);
        Record(HistoryKind.Judged, Actor.Of(seat), judgementId: judgement.Id);
        return judgement;
    }

    /// <summary>
    /// Confirms the judgement: another person, who sat in the panel in the other part (R11). Where nobody of those is in that part any more,
    /// whoever holds it today does, or a deputy (R5).
    /// </summary>
    /// <param name="parts">The parts that the person who confirms holds in the team today.</param>
    /// <param name="judgementId">The judgement that they read. It may have been replaced since.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="now">Programme time.</param>
    /// <param name="today">The day of it.</param>
    public Outcome<ApplicationChanged> ConfirmJudgement(IReadOnlyCollection<TeamMember> parts, Guid judgementId, Edition edition, DateTimeOffset now, DateOnly today)
    {
        if (PanelMember(parts, part => Successor(part, edition, today)).IsRefused(out var refusal, out var seat))
        {
            return refusal;
        }

        if (Judgement is not { } judgement)
        {
            return Refusals.JudgementIncomplete();
        }

        if (judgement.IsConfirmed)
        {
            return Refusals.JudgementConfirmed;
        }

        if (judgementId != judgement.Id)
        {
            return Refusals.JudgementReplaced;
        }

        if (seat.PersonId == judgement.AuthorId || seat.Part == judgement.AuthorPart)
        {
            return Refusals.SecondPanelMemberNeeded;
        }

        judgement.Confirm(Actor.Of(seat), now);
        Changed(now, ApplicationStatus.Interviewed);
        Record(HistoryKind.JudgementConfirmed, Actor.Of(seat), judgementId: judgement.Id);
        return State<ApplicationChanged>();
    }

    /// <summary>The seat in the panel of the interview that was held, of one who holds the same part in the team today.</summary>
    private Outcome<PanelSeat> PanelMember(IReadOnlyCollection<TeamMember> parts, Func<TeamMember, PanelSeat?>? successor = null)
    {
        if (parts.Any(part => part.PersonId == PersonId))
        {
            return Refusals.OwnApplication;
        }

        if (Status is not (ApplicationStatus.Submitted or ApplicationStatus.Interviewed))
        {
            return Refusals.NotAwaitingJudgement;
        }

        if (Interview is null)
        {
            return Refusals.InterviewNotHeld;
        }

        return parts.Select(part => SeatOf(part.PersonId, Interview.Panel, part.Part) ?? successor?.Invoke(part)).FirstOrDefault(seat => seat is not null) is { } found
            ? found
            : Refusals.NotInPanel;
    }

    // Else an application whose panel fell apart could never be decided.
    private PanelSeat? Successor(TeamMember member, Edition edition, DateOnly today) =>
        Interview!.Panel.Any(seat => seat.Part == member.Part && edition.PartsOf(seat.PersonId, today).Any(part => part.Part == seat.Part))
            ? null
            : new PanelSeat { PersonId = member.PersonId, DisplayName = member.DisplayName, Part = member.Part, Deputy = member.Deputy };

    private static bool HasBothParts(IReadOnlyCollection<PanelSeat> panel) => panel.Any(dean => dean.Part == TeamPart.Dean
        && panel.Any(manager => manager.Part == TeamPart.ProgrammeManager && manager.PersonId != dean.PersonId));

    private static PanelSeat? SeatOf(Guid personId, IEnumerable<PanelSeat> panel, TeamPart? part = null) => panel.FirstOrDefault(seat =>
        seat.PersonId == personId && (part is null ? seat.Part is TeamPart.Dean or TeamPart.ProgrammeManager : seat.Part == part));
}
