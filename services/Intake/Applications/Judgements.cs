using System.Collections.ObjectModel;
using Metropool.Http;

namespace Metropool.Intake.Applications;

/// <summary>
/// Every judgement that was written of a candidate. Dean and programme manager judge together, never one of them alone (R11): one writes a note that the other
/// confirms, or each writes a separate judgement.
/// </summary>
internal sealed class Judgements : Collection<Judgement>
{
    /// <summary>Whether both roles have judged. From then on the judgements can't be replaced.</summary>
    public bool AreFinal => this.Any(judgement => judgement.IsFinal);

    /// <summary>Increases whenever a judgement is written or confirmed. Two of them can have the same time.</summary>
    public int Step => Count + this.Count(judgement => judgement.IsFinal);

    /// <summary>
    /// The judgements that count: the final ones; until then the last note, or the last separate judgement of either role. What a person with a conflict of
    /// interest wrote counts only if it was final before the conflict was declared.
    /// </summary>
    public IReadOnlyList<Judgement> Effective(JudgementMode? mode, ConflictsOfInterest conflicts)
    {
        if (AreFinal)
        {
            return [.. this.Where(judgement => judgement.IsFinal).OrderBy(judgement => judgement.AuthorRole)];
        }

        var newestFirst = this.Where(judgement => !conflicts.Include(judgement.AuthorId)).OrderByDescending(judgement => judgement.Number);
        return mode == JudgementMode.SeparateBlind
            ? [.. newestFirst.DistinctBy(judgement => judgement.AuthorRole).OrderBy(judgement => judgement.AuthorRole)]
            : [.. newestFirst.Take(1)];
    }

    /// <summary>
    /// Writes a judgement, or replaces one. A note can be replaced by either role until it is confirmed; a separate judgement by its author until both are
    /// written, which makes both final.
    /// </summary>
    /// <param name="criteria">The judgement on all three criteria (R12).</param>
    /// <param name="seats">The seats of the author in the panel; at least one.</param>
    /// <param name="mode">How the candidate is judged.</param>
    /// <param name="conflicts">The conflicts of interest.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<Judgement> Write(
        JudgedCriteria criteria, IReadOnlyList<PanelSeat> seats, JudgementMode mode, ConflictsOfInterest conflicts, DateTimeOffset now)
    {
        var separate = mode == JudgementMode.SeparateBlind;
        if (AreFinal)
        {
            return separate ? Refusals.JudgementsComplete : Refusals.JudgementConfirmed;
        }

        if ((separate ? SeatToJudgeIn(seats, Effective(mode, conflicts)) : seats[0]).IsRefused(out var refusal, out var seat))
        {
            return refusal;
        }

        var judgement = Judgement.Create(Count + 1, criteria, seat, now);
        Add(judgement);
        if (separate && Effective(mode, conflicts) is [_, _, ..] both)
        {
            foreach (var effective in both)
            {
                effective.MarkFinal(now);
            }
        }

        return judgement;
    }

    /// <summary>Confirms the note, by another person in the other role (R11).</summary>
    /// <param name="judgementId">The judgement that was read. It may have been replaced since.</param>
    /// <param name="seats">The seats in the panel of the person who confirms; at least one.</param>
    /// <param name="mode">How the candidate is judged; null before the first judgement.</param>
    /// <param name="conflicts">The conflicts of interest.</param>
    /// <param name="now">Programme time.</param>
    /// <returns>The seat in which the judgement was confirmed.</returns>
    public Outcome<PanelSeat> Confirm(
        Guid judgementId, IReadOnlyList<PanelSeat> seats, JudgementMode? mode, ConflictsOfInterest conflicts, DateTimeOffset now)
    {
        if (mode == JudgementMode.SeparateBlind)
        {
            return Refusals.JudgedSeparately;
        }

        if (Effective(mode, conflicts) is not [var judgement])
        {
            return Refusals.CriteriaNotJudged();
        }

        if (judgement.IsFinal)
        {
            return Refusals.JudgementConfirmed;
        }

        if (judgementId != judgement.Id)
        {
            return Refusals.JudgementReplaced;
        }

        if (seats.FirstOrDefault(other => other.PersonId != judgement.AuthorId && other.Role != judgement.AuthorRole) is not { } seat)
        {
            return Refusals.SecondPanelMemberNeeded;
        }

        judgement.Confirm(Actor.Of(seat), now);
        return seat;
    }

    // An author replaces their own judgement only, and no person writes both.
    private static Outcome<PanelSeat> SeatToJudgeIn(IReadOnlyList<PanelSeat> seats, IReadOnlyList<Judgement> effective)
    {
        if (effective.FirstOrDefault(judgement => judgement.AuthorId == seats[0].PersonId) is { } own)
        {
            return seats.FirstOrDefault(seat => seat.Role == own.AuthorRole) is { } same ? same : Refusals.SecondPanelMemberNeeded;
        }

        return seats.FirstOrDefault(seat => effective.All(judgement => judgement.AuthorRole != seat.Role)) is { } free ? free : Refusals.RoleJudged;
    }
}
