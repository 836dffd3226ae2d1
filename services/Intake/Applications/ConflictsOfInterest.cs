using System.Collections.ObjectModel;
using Metropool.Http;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Applications;

/// <summary>The team members who have a conflict of interest with the candidate, so that a deputy takes their place (R5, R11).</summary>
internal sealed class ConflictsOfInterest : Collection<ConflictOfInterest>
{
    public bool Include(Guid personId) => this.Any(conflict => conflict.PersonId == personId);

    /// <summary>Declares a conflict of interest.</summary>
    /// <param name="member">The team member.</param>
    /// <param name="judgements">The judgements so far.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ConflictOfInterest> Declare(TeamMember member, Judgements judgements, DateTimeOffset now)
    {
        if (Include(member.PersonId))
        {
            return Refusals.ConflictDeclared;
        }

        var conflict = new ConflictOfInterest
        {
            PersonId = member.PersonId,
            DisplayName = member.DisplayName,
            DeclaredAt = now,
            JudgingStep = judgements.Step,
        };
        Add(conflict);
        return conflict;
    }

    /// <summary>
    /// Withdraws a declaration, unless a judgement was written or confirmed since. Without the conflict, another person might have done that.
    /// </summary>
    public Outcome<ConflictOfInterest> Withdraw(Guid personId, Judgements judgements)
    {
        if (this.FirstOrDefault(declared => declared.PersonId == personId) is not { } conflict)
        {
            return Refusals.ConflictUnknown;
        }

        if (conflict.JudgingStep != judgements.Step)
        {
            return Refusals.JudgedSinceConflict;
        }

        Remove(conflict);
        return conflict;
    }
}

/// <summary>A conflict of interest between a team member and a candidate.</summary>
internal sealed class ConflictOfInterest
{
    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>In programme time.</summary>
    public required DateTimeOffset DeclaredAt { get; init; }

    /// <summary><see cref="Judgements.Step"/> at that moment.</summary>
    public required int JudgingStep { get; init; }
}
