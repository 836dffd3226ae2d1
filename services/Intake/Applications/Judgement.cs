using Metropool.Contracts.Scheduling;

namespace Metropool.Intake.Applications;

/// <summary>
/// What a member of the panel wrote on the three criteria (R12), and who of the other part confirmed it (R11).
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

    /// <summary>The other member of the panel, once they agreed.</summary>
    public Actor? ConfirmedBy { get; private set; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    public bool IsConfirmed => ConfirmedAt is not null;

    /// <summary>As it stands, with an application that goes on in another edition.</summary>
    public Judgement CarriedOver(DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Number = 1,
        WrittenAt = WrittenAt,
        AuthorId = AuthorId,
        AuthorName = AuthorName,
        AuthorPart = AuthorPart,
        AuthorDeputy = AuthorDeputy,
        LearningWishes = LearningWishes with { },
        Motivation = Motivation with { },
        Capacities = Capacities with { },
        ConfirmedBy = ConfirmedBy is null ? null : ConfirmedBy with { },
        ConfirmedAt = ConfirmedAt,
    };

    public void Confirm(Actor by, DateTimeOffset now) => (ConfirmedBy, ConfirmedAt) = (by, now);
}

/// <summary>How a candidate's learning wishes, motivation or capacities fit what Metropool offers.</summary>
internal sealed record Criterion
{
    public required bool Fits { get; init; }

    public required string Note { get; init; }
}
