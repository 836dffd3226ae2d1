using Metropool.Contracts.Scheduling;

namespace Metropool.Intake.Applications;

/// <summary>
/// What a member of the panel wrote on the three criteria (R12). It stands once the other part agreed (R11): confirmed it, or wrote a separate one.
/// The text is never changed: a new text is a new judgement.
/// </summary>
internal sealed class Judgement
{
    public required Guid Id { get; init; }

    /// <summary>Its place among the judgements of the application: 1, 2, ...</summary>
    public required int Number { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    public required Guid AuthorId { get; init; }

    public required string AuthorName { get; init; }

    /// <summary>The part in which the author sat in the panel.</summary>
    public required TeamPart AuthorPart { get; init; }

    public required bool AuthorDeputy { get; init; }

    public required Criterion LearningWishes { get; init; }

    public required Criterion Motivation { get; init; }

    public required Criterion Capacities { get; init; }

    /// <summary>The other member of the panel, once they agreed; never of a separate judgement.</summary>
    public Actor? ConfirmedBy { get; private set; }

    /// <summary>Since when nobody can write it anew; null until then.</summary>
    public DateTimeOffset? StandsSince { get; private set; }

    public bool Stands => StandsSince is not null;

    /// <summary>The other member of the panel agrees.</summary>
    public void Confirm(Actor by, DateTimeOffset now) => (ConfirmedBy, StandsSince) = (by, now);

    /// <summary>The other member of the panel has judged too.</summary>
    public void Stand(DateTimeOffset now) => StandsSince = now;

    /// <summary>As it stands, with an application that goes on in another edition.</summary>
    public Judgement CarriedOver(int number, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Number = number,
        WrittenAt = WrittenAt,
        AuthorId = AuthorId,
        AuthorName = AuthorName,
        AuthorPart = AuthorPart,
        AuthorDeputy = AuthorDeputy,
        LearningWishes = LearningWishes with { },
        Motivation = Motivation with { },
        Capacities = Capacities with { },
        ConfirmedBy = ConfirmedBy is null ? null : ConfirmedBy with { },
        StandsSince = StandsSince,
    };
}

/// <summary>How dean and programme manager judge a candidate, both (R11).</summary>
internal enum JudgementMode
{
    /// <summary>One writes a note, the other confirms it.</summary>
    OneNote,

    /// <summary>Each writes a judgement of their own, and reads the other's when both are in.</summary>
    SeparateBlind,
}

/// <summary>How a candidate's learning wishes, motivation or capacities fit what Metropool offers.</summary>
internal sealed record Criterion
{
    public required bool Fits { get; init; }

    public required string Note { get; init; }
}
