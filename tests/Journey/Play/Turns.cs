namespace Metropool.Journey.Play;

/// <summary>
/// What happens besides, in the first group where it is large enough: two who have a place withdraw from it. For one the employer names a successor, the other's place goes to who waits for one.
/// Somebody's employer doesn't agree.
/// </summary>
/// <param name="LeavesEarly">Withdraws on the first intake day.</param>
/// <param name="LeavesLate">Withdraws on the last one, when the group is full.</param>
/// <param name="TurnedDown">Whose employer doesn't agree.</param>
/// <param name="Successor">Is nominated by the employer of who left early; one of the participants.</param>
/// <param name="Waiting">Comes on the waiting list, and is offered the place of who left late; one of the participants.</param>
internal sealed record Turns(Participant LeavesEarly, Participant LeavesLate, Participant TurnedDown, Participant Successor, Participant Waiting)
{
    /// <summary>The fewest participants of a group in which they happen.</summary>
    public const int SmallestGroup = 3;

    /// <summary>How many candidates they bring who don't take part in the end.</summary>
    public const int More = 3;

    /// <summary>Who doesn't take part in the end.</summary>
    public IReadOnlyList<Participant> Others => [LeavesEarly, LeavesLate, TurnedDown];
}
