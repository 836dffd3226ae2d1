using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Applications;

/// <content>The interview and its judgement, by dean and programme manager together (R11).</content>
internal sealed partial class Application
{
    /// <summary>Applies a change of the interview in the calendar.</summary>
    /// <param name="what">The change.</param>
    /// <param name="interview">The interview after the change.</param>
    /// <param name="now">When it happened, in programme time.</param>
    public void ApplyInterviewChange(HistoryKind what, Interview interview, DateTimeOffset now)
    {
        if (interview.Status == InterviewStatus.Booked)
        {
            BookedInterviewId = interview.Id;
        }
        else if (BookedInterviewId == interview.Id)
        {
            BookedInterviewId = null;
        }

        // If there are several interviews, a held one takes precedence over a booked one.
        InterviewProgress = (InterviewProgress, BookedInterviewId, interview.Status) switch
        {
            (InterviewProgress.Held, _, _) => InterviewProgress.Held,
            (_, not null, _) => InterviewProgress.Booked,
            (_, _, InterviewStatus.Missed) => InterviewProgress.Missed,
            (_, _, InterviewStatus.Cancelled) => InterviewProgress.Cancelled,
            var (progress, _, _) => progress,
        };
        Record(what, Actor.System, now, interviewAt: interview.StartsAt);
    }

    /// <summary>Records that the booked interview was held (R10).</summary>
    /// <param name="booked">The interview in the calendar; null if none is booked.</param>
    /// <param name="byId">The panel member who records it.</param>
    /// <param name="heldAt">When it began; null for the time of the booking.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ApplicationChanged> RecordHeld(Interview? booked, Guid byId, DateTimeOffset? heldAt, DateTimeOffset now)
    {
        if (IsInConflict(byId))
        {
            return Refusals.ConflictOfInterest;
        }

        if (Status != ApplicationStatus.Submitted || Interview is not null)
        {
            return Refusals.NotAwaitingInterview;
        }

        if (HeldInterview.Record(booked, heldAt, Conflicts, byId, now).IsRefused(out var refusal, out var held))
        {
            return refusal;
        }

        (Interview, BookedInterviewId, InterviewProgress) = (held.Interview, null, InterviewProgress.Held);
        Record(HistoryKind.InterviewHeld, Actor.Of(held.By), now);
        return State(ApplicationChange.InterviewHeld);
    }

    /// <summary>
    /// Whether a reader can see a judgement. A separate one is visible to its author only, until both are written or the application is withdrawn.
    /// </summary>
    /// <param name="judgement">A judgement of this application.</param>
    /// <param name="readerId">A reader of the application; null for what is visible to all readers.</param>
    public bool IsVisible(Judgement judgement, Guid? readerId) =>
        JudgementMode != Applications.JudgementMode.SeparateBlind || Status != ApplicationStatus.Submitted || judgement.AuthorId == readerId;

    /// <summary>
    /// Adds or replaces a panel member's judgement. If no panel member in a role can still judge, the current holder of the role or a deputy judges (R5).
    /// A single judgement is written by a member of the panel as long as one of them can judge.
    /// </summary>
    /// <param name="roles">The current roles of the author in the team.</param>
    /// <param name="criteria">The judgement on all three criteria (R12).</param>
    /// <param name="mode">How candidates of the edition are judged now. It applies until the first judgement is written.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="now">Programme time.</param>
    /// <returns>The state to publish; null if nothing changed that is public.</returns>
    public Outcome<ApplicationChanged?> Judge(
        IReadOnlyCollection<TeamMember> roles, JudgedCriteria criteria, JudgementMode mode, Edition edition, DateTimeOffset now)
    {
        mode = JudgementMode ?? mode;
        var replaced = mode == Applications.JudgementMode.SeparateBlind
            ? SeatsOf(roles, role => IsVacant(role, edition, now))
            : SeatsOf(roles, _ => IsVacant(TeamRole.Dean, edition, now) && IsVacant(TeamRole.ProgrammeManager, edition, now));
        if (replaced.IsRefused(out var refusal, out var seats)
            || Judgements.Write(criteria, seats, mode, Conflicts, now).IsRefused(out refusal, out var judgement))
        {
            return refusal;
        }

        JudgementMode = mode;
        var complete = Judgements.AreFinal;
        var status = complete ? ApplicationStatus.Interviewed : (ApplicationStatus?)null;
        Record(HistoryKind.Judged, judgement.WrittenBy(), now, status, judgementId: judgement.Id);
        return complete ? State(ApplicationChange.Updated) : (ApplicationChanged?)null;
    }

    /// <summary>Confirms the note, by a panel member in the other role (R11), or their replacement (R5).</summary>
    /// <param name="roles">The current roles in the team of the person who confirms.</param>
    /// <param name="judgementId">The judgement that was read. It may have been replaced since.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ApplicationChanged> ConfirmJudgement(IReadOnlyCollection<TeamMember> roles, Guid judgementId, Edition edition, DateTimeOffset now)
    {
        if (SeatsOf(roles, role => IsVacant(role, edition, now)).IsRefused(out var refusal, out var seats)
            || Judgements.Confirm(judgementId, seats, JudgementMode, Conflicts, now).IsRefused(out refusal, out var seat))
        {
            return refusal;
        }

        Record(HistoryKind.JudgementConfirmed, Actor.Of(seat), now, ApplicationStatus.Interviewed, judgementId: judgementId);
        return State(ApplicationChange.Updated);
    }

    /// <summary>
    /// Declares a conflict of interest of a team member. From then on they can't act on this application, and a judgement of theirs that isn't final doesn't
    /// count.
    /// </summary>
    /// <param name="member">The member with the conflict.</param>
    /// <param name="by">The dean or programme manager of the edition, or a deputy. It may be the same person.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ApplicationChanged> DeclareConflict(TeamMember member, TeamMember by, DateTimeOffset now)
    {
        if (IsInConflict(by.PersonId))
        {
            return Refusals.ConflictOfInterest;
        }

        if (Status == ApplicationStatus.Withdrawn)
        {
            return Refusals.AlreadyClosed;
        }

        if (Conflicts.Declare(member, Judgements, now).IsRefused(out var refusal, out var conflict))
        {
            return refusal;
        }

        Record(HistoryKind.ConflictDeclared, Actor.Of(by), now, concerns: conflict);
        return State(ApplicationChange.Updated);
    }

    /// <summary>Withdraws a declared conflict, by another person. What the member wrote counts again.</summary>
    /// <param name="personId">The member with the conflict.</param>
    /// <param name="by">The dean or programme manager of the edition, or a deputy.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ApplicationChanged> WithdrawConflict(Guid personId, TeamMember by, DateTimeOffset now)
    {
        if (IsInConflict(by.PersonId))
        {
            return Refusals.ConflictOfInterest;
        }

        if (Conflicts.Withdraw(personId, Judgements).IsRefused(out var refusal, out var conflict))
        {
            return refusal;
        }

        Record(HistoryKind.ConflictWithdrawn, Actor.Of(by), now, concerns: conflict);
        return State(ApplicationChange.Updated);
    }

    // The seats in the panel of a person with these roles in the team; at least one.
    private Outcome<List<PanelSeat>> SeatsOf(IReadOnlyCollection<TeamMember> roles, Func<TeamRole, bool> canReplace)
    {
        if (roles.Any(member => IsInConflict(member.PersonId)))
        {
            return Refusals.ConflictOfInterest;
        }

        if (Status is not (ApplicationStatus.Submitted or ApplicationStatus.Interviewed))
        {
            return Refusals.NotAwaitingJudgement;
        }

        if (Interview is null)
        {
            return Refusals.InterviewNotHeld;
        }

        List<PanelSeat> seats =
        [
            .. roles.Select(member => Interview.SeatOf(member.PersonId, member.Role) ?? (canReplace(member.Role) ? PanelSeat.Of(member) : null))
                .OfType<PanelSeat>(),
        ];
        return seats is [] ? Refusals.NotInPanel : seats;
    }

    private bool IsVacant(TeamRole role, Edition edition, DateTimeOffset now) =>
        Interview!.IsVacant(role, edition, Conflicts, PersonId, ProgrammeClock.DayOf(now));
}
