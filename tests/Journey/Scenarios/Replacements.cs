namespace Metropool.Journey.Scenarios;

/// <summary>
/// Candidates who don't become participants, and those who replace them. Two admitted candidates withdraw: one is replaced by a successor that the employer
/// nominates, the other from the waiting list. The employer of a third candidate refuses the agreement.
/// </summary>
/// <param name="EarlyWithdrawal">The candidate who withdraws on the first intake day.</param>
/// <param name="LateWithdrawal">The candidate who withdraws when the edition is full.</param>
/// <param name="RefusedByEmployer">The candidate whose employer refuses the agreement.</param>
/// <param name="Successor">The participant whom the employer nominates for the place of the first candidate.</param>
/// <param name="WaitListed">The participant who gets the place of the second candidate from the waiting list.</param>
internal sealed record Replacements(
    Participant EarlyWithdrawal, Participant LateWithdrawal, Participant RefusedByEmployer, Participant Successor, Participant WaitListed)
{
    /// <summary>The minimum number of participants of a group with replacements.</summary>
    public const int MinGroupSize = 3;

    /// <summary>The number of candidates who don't become participants.</summary>
    public const int ExtraCandidates = 3;

    /// <summary>The candidates who don't become participants.</summary>
    public IReadOnlyList<Participant> NotEnrolled => [EarlyWithdrawal, LateWithdrawal, RefusedByEmployer];
}
