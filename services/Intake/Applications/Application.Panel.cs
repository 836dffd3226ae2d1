using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Interviews;

namespace Metropool.Intake.Applications;

/// <summary>The interview: by dean and programme manager, both, never one (R11).</summary>
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
        if (Barred(byId) is { } barred)
        {
            return barred;
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

        if (booked.Seats.Exists(member => HasConflict(member.PersonId)))
        {
            return Refusals.PanelInConflict;
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

    private static bool HasBothParts(IReadOnlyCollection<PanelSeat> panel) => panel.Any(dean => dean.Part == TeamPart.Dean
        && panel.Any(manager => manager.Part == TeamPart.ProgrammeManager && manager.PersonId != dean.PersonId));

    private static PanelSeat? SeatOf(Guid personId, IEnumerable<PanelSeat> panel, TeamPart? part = null) => panel.FirstOrDefault(seat =>
        seat.PersonId == personId && (part is null ? seat.Part is TeamPart.Dean or TeamPart.ProgrammeManager : seat.Part == part));
}
