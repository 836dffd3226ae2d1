using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Intake.Interviews;

namespace Metropool.Intake.Applications;

/// <summary>What the panel makes of the interview: dean and programme manager, both, never one (R11).</summary>
internal sealed partial class Application
{
    /// <summary>
    /// The judgements that count: those that stand; until then the last one, or the last of either part where they judge separately.
    /// What somebody with a conflict of interest wrote counts only if it stood before that was said.
    /// </summary>
    public IReadOnlyList<Judgement> JudgementsThatCount
    {
        get
        {
            if (IsJudged)
            {
                return [.. _judgements.Where(judgement => judgement.Stands).OrderBy(judgement => judgement.AuthorPart)];
            }

            var written = _judgements.Where(judgement => !HasConflict(judgement.AuthorId)).OrderByDescending(judgement => judgement.Number);
            return JudgementMode == Applications.JudgementMode.SeparateBlind
                ? [.. written.DistinctBy(judgement => judgement.AuthorPart).OrderBy(judgement => judgement.AuthorPart)]
                : [.. written.Take(1)];
        }
    }

    /// <summary>Both parts have judged; that stays so.</summary>
    private bool IsJudged => _judgements.Exists(judgement => judgement.Stands);

    /// <summary>
    /// Whether somebody may read a judgement. A separate one is its author's alone until both are in, or the application is withdrawn and awaits none any more.
    /// </summary>
    /// <param name="judgement">One of this application.</param>
    /// <param name="readerId">Somebody who may read the application; null for what any of them may read.</param>
    public bool IsReadable(Judgement judgement, Guid? readerId) =>
        JudgementMode != Applications.JudgementMode.SeparateBlind || Status != ApplicationStatus.Submitted || judgement.AuthorId == readerId;

    /// <summary>
    /// Writes a judgement: all three criteria (R12). One note: by one who sat in the panel as dean or programme manager, and until it is confirmed either of them may
    /// write it anew. Separate judgements: by each of them, who until both are in may write the own one anew. Where nobody of the panel can do it any more,
    /// whoever holds the part today does, or a deputy (R5).
    /// </summary>
    /// <param name="parts">The parts that the author holds in the team today.</param>
    /// <param name="learningWishes">The first criterion.</param>
    /// <param name="motivation">The second.</param>
    /// <param name="capacities">The third.</param>
    /// <param name="mode">How candidates of the edition are judged today. What an application begins with it ends with.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="now">Programme time.</param>
    /// <param name="today">The day of it.</param>
    /// <returns>The event; null where nothing changed that others may know of.</returns>
    public Outcome<ApplicationChanged?> Judge(
        IReadOnlyCollection<TeamMember> parts, Criterion learningWishes, Criterion motivation, Criterion capacities, JudgementMode mode, Edition edition, DateTimeOffset now, DateOnly today)
    {
        var separate = (JudgementMode ?? mode) == Applications.JudgementMode.SeparateBlind;
        // The one note is written by somebody who was there, as long as one of them can.
        if (SeatsOf(parts, part => separate ? IsVacant(part, edition, today) : IsVacant(TeamPart.Dean, edition, today) && IsVacant(TeamPart.ProgrammeManager, edition, today))
            .IsRefused(out var refusal, out var seats))
        {
            return refusal;
        }

        if (IsJudged)
        {
            return separate ? Refusals.JudgementsComplete : Refusals.JudgementConfirmed;
        }

        if ((separate ? SeatToJudgeIn(seats) : seats[0]).IsRefused(out refusal, out var seat))
        {
            return refusal;
        }

        JudgementMode ??= mode;
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
        var complete = separate && JudgementsThatCount.Count > 1;
        if (complete)
        {
            foreach (var counting in JudgementsThatCount)
            {
                counting.Stand(now);
            }
        }

        Changed(now, complete ? ApplicationStatus.Interviewed : null);
        Record(HistoryKind.Judged, Actor.Of(seat), judgementId: judgement.Id);
        return complete ? State<ApplicationChanged>() : (ApplicationChanged?)null;
    }

    /// <summary>
    /// Confirms the judgement: another person, who sat in the panel in the other part (R11). Where nobody of those can do it any more,
    /// whoever holds the part today does, or a deputy (R5).
    /// </summary>
    /// <param name="parts">The parts that the person who confirms holds in the team today.</param>
    /// <param name="judgementId">The judgement that they read. It may have been replaced since.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="now">Programme time.</param>
    /// <param name="today">The day of it.</param>
    public Outcome<ApplicationChanged> ConfirmJudgement(IReadOnlyCollection<TeamMember> parts, Guid judgementId, Edition edition, DateTimeOffset now, DateOnly today)
    {
        if (SeatsOf(parts, part => IsVacant(part, edition, today)).IsRefused(out var refusal, out var seats))
        {
            return refusal;
        }

        if (JudgementMode == Applications.JudgementMode.SeparateBlind)
        {
            return Refusals.JudgedSeparately;
        }

        if (JudgementsThatCount is not [var judgement])
        {
            return Refusals.JudgementIncomplete();
        }

        if (judgement.Stands)
        {
            return Refusals.JudgementConfirmed;
        }

        if (judgementId != judgement.Id)
        {
            return Refusals.JudgementReplaced;
        }

        if (seats.Find(other => other.PersonId != judgement.AuthorId && other.Part != judgement.AuthorPart) is not { } seat)
        {
            return Refusals.SecondPanelMemberNeeded;
        }

        judgement.Confirm(Actor.Of(seat), now);
        Changed(now, ApplicationStatus.Interviewed);
        Record(HistoryKind.JudgementConfirmed, Actor.Of(seat), judgementId: judgement.Id);
        return State<ApplicationChanged>();
    }

    /// <summary>The seats in the panel of the interview that was held, of one who holds the same parts in the team today; there is at least one.</summary>
    private Outcome<List<PanelSeat>> SeatsOf(IReadOnlyCollection<TeamMember> parts, Func<TeamPart, bool> mayStepIn)
    {
        if (parts.Select(part => Barred(part.PersonId)).FirstOrDefault(refusal => refusal is not null) is { } barred)
        {
            return barred;
        }

        if (Status is not (ApplicationStatus.Submitted or ApplicationStatus.Interviewed))
        {
            return Refusals.NotAwaitingJudgement;
        }

        if (Interview is null)
        {
            return Refusals.InterviewNotHeld;
        }

        List<PanelSeat> seats = [.. parts.Select(part => SeatOf(part.PersonId, Interview.Panel, part.Part) ?? (mayStepIn(part.Part) ? PanelSeat.Of(part) : null)).OfType<PanelSeat>()];
        return seats is [] ? Refusals.NotInPanel : seats;
    }

    // The own one is written anew, and no other's; and nobody writes both.
    private Outcome<PanelSeat> SeatToJudgeIn(List<PanelSeat> seats)
    {
        var counting = JudgementsThatCount;
        if (counting.FirstOrDefault(judgement => judgement.AuthorId == seats[0].PersonId) is { } own)
        {
            return seats.Find(seat => seat.Part == own.AuthorPart) is { } same ? same : Refusals.SecondPanelMemberNeeded;
        }

        return seats.Find(seat => counting.All(judgement => judgement.AuthorPart != seat.Part)) is { } free ? free : Refusals.PartJudged;
    }

    // Whether nobody who sat in the panel in that part can judge any more. Else an application whose panel fell apart could never be decided.
    private bool IsVacant(TeamPart part, Edition edition, DateOnly today) => !Interview!.Panel.Exists(seat =>
        seat.Part == part && Barred(seat.PersonId) is null && edition.PartsOf(seat.PersonId, today).Any(held => held.Part == part));
}
