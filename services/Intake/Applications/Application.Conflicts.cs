using Metropool.Contracts.Intake;
using Metropool.Http;
using Metropool.Intake.Editions;

namespace Metropool.Intake.Applications;

/// <summary>Who of the team has nothing to do with this application, so that a deputy does (R5, R11).</summary>
internal sealed partial class Application
{
    public bool HasConflict(Guid personId) => _conflicts.Exists(conflict => conflict.PersonId == personId);

    /// <summary>
    /// Says that somebody who sits in panels of the edition has a conflict of interest. From then on they do nothing about this application, and a judgement of theirs
    /// that doesn't stand yet counts no more.
    /// </summary>
    /// <param name="member">Who has it.</param>
    /// <param name="by">The dean or the programme manager of the edition, or who deputises. It may be the same person.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ApplicationChanged> DeclareConflict(TeamMember member, TeamMember by, DateTimeOffset now)
    {
        if (Barred(by.PersonId) is { } barred)
        {
            return barred;
        }

        if (Status == ApplicationStatus.Withdrawn)
        {
            return Refusals.AlreadyClosed;
        }

        if (HasConflict(member.PersonId))
        {
            return Refusals.ConflictDeclared;
        }

        _conflicts.Add(new ConflictOfInterest { PersonId = member.PersonId, DisplayName = member.DisplayName, DeclaredAt = now, JudgingStep = JudgingStep });
        Changed(now);
        Record(HistoryKind.ConflictDeclared, Actor.Of(by), concerns: (member.PersonId, member.DisplayName));
        return State<ApplicationChanged>();
    }

    /// <summary>Takes that back, by another than who has the conflict, as long as nobody judged or confirmed since: what they wrote counts again then.</summary>
    /// <param name="personId">Who was said to have it.</param>
    /// <param name="by">The dean or the programme manager of the edition, or who deputises.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ApplicationChanged> TakeConflictBack(Guid personId, TeamMember by, DateTimeOffset now)
    {
        if (Barred(by.PersonId) is { } barred)
        {
            return barred;
        }

        if (_conflicts.Find(declared => declared.PersonId == personId) is not { } conflict)
        {
            return Refusals.ConflictUnknown;
        }

        if (conflict.JudgingStep != JudgingStep)
        {
            return Refusals.JudgedSinceConflict;
        }

        _conflicts.Remove(conflict);
        Changed(now);
        Record(HistoryKind.ConflictTakenBack, Actor.Of(by), concerns: (conflict.PersonId, conflict.DisplayName));
        return State<ApplicationChanged>();
    }

    /// <summary>Why somebody has nothing to do with this application, if so.</summary>
    private Refusal? Barred(Guid personId) => personId == PersonId ? Refusals.OwnApplication : HasConflict(personId) ? Refusals.ConflictOfInterest : null;

    // Rises whenever somebody judges or confirms; a moment would not tell two of the same moment apart.
    private int JudgingStep => _judgements.Count + _judgements.Count(judgement => judgement.Stands);
}

/// <summary>A conflict of interest of somebody of the team with one candidate.</summary>
internal sealed class ConflictOfInterest
{
    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>In programme time.</summary>
    public required DateTimeOffset DeclaredAt { get; init; }

    /// <summary>How far the judging was then.</summary>
    public required int JudgingStep { get; init; }
}
