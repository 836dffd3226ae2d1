using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Applications;

/// <summary>
/// What a panel member wrote on the three criteria (R12). It is final once the other role agreed (R11): confirmed it, or wrote a separate judgement.
/// The text is never changed: a new text is a new judgement.
/// </summary>
internal sealed class Judgement
{
    public required Guid Id { get; init; }

    /// <summary>From 1, in the order in which the judgements of the application were written.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    public required Guid AuthorId { get; init; }

    public required string AuthorName { get; init; }

    /// <summary>The role in which the author was on the panel.</summary>
    public required TeamRole AuthorRole { get; init; }

    public required bool AuthorDeputy { get; init; }

    public required Criterion LearningWishes { get; init; }

    public required Criterion Motivation { get; init; }

    public required Criterion Capacities { get; init; }

    /// <summary>The other panel member, once they confirmed; always null for a separate judgement.</summary>
    public Actor? ConfirmedBy { get; private set; }

    /// <summary>Since when it can't be replaced, in programme time; null until then.</summary>
    public DateTimeOffset? FinalSince { get; private set; }

    public bool IsFinal => FinalSince is not null;

    public static Judgement Create(int number, JudgedCriteria criteria, PanelSeat author, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Number = number,
        WrittenAt = now,
        AuthorId = author.PersonId,
        AuthorName = author.DisplayName,
        AuthorRole = author.Role,
        AuthorDeputy = author.Deputy,
        LearningWishes = criteria.LearningWishes,
        Motivation = criteria.Motivation,
        Capacities = criteria.Capacities,
    };

    public Actor WrittenBy() => new() { PersonId = AuthorId, DisplayName = AuthorName, Role = AuthorRole, Deputy = AuthorDeputy };

    /// <summary>The other panel member agrees.</summary>
    public void Confirm(Actor by, DateTimeOffset now) => (ConfirmedBy, FinalSince) = (by, now);

    /// <summary>The other panel member has judged too.</summary>
    public void MarkFinal(DateTimeOffset now) => FinalSince = now;

    /// <summary>A copy for the application that is moved to another edition.</summary>
    public Judgement Copy(int number, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Number = number,
        WrittenAt = WrittenAt,
        AuthorId = AuthorId,
        AuthorName = AuthorName,
        AuthorRole = AuthorRole,
        AuthorDeputy = AuthorDeputy,
        LearningWishes = LearningWishes with { },
        Motivation = Motivation with { },
        Capacities = Capacities with { },
        ConfirmedBy = ConfirmedBy is null ? null : ConfirmedBy with { },
        FinalSince = FinalSince,
    };
}

/// <summary>How dean and programme manager judge a candidate together (R11).</summary>
internal enum JudgementMode
{
    /// <summary>One writes a note, the other confirms it.</summary>
    OneNote,

    /// <summary>Each writes a judgement, and can read the other's when both are written.</summary>
    SeparateBlind,
}

/// <summary>A judgement on all three criteria (R12).</summary>
internal sealed record JudgedCriteria(Criterion LearningWishes, Criterion Motivation, Criterion Capacities);

/// <summary>Whether a candidate's learning wishes, motivation or capacities fit the programme, and why.</summary>
internal sealed record Criterion
{
    public required bool Fits { get; init; }

    public required string Note { get; init; }
}

internal sealed class JudgementConfiguration : IEntityTypeConfiguration<Judgement>
{
    public void Configure(EntityTypeBuilder<Judgement> judgement)
    {
        judgement.ToTable("judgements");
        // The id is assigned here: EF Core would take a generated key that has a value for that of a stored row, and update it.
        judgement.Property(j => j.Id).ValueGeneratedNever();
        judgement.Property<Guid>("ApplicationId");
        judgement.HasIndex("ApplicationId", nameof(Judgement.Number)).IsUnique();
        judgement.ComplexProperty(j => j.LearningWishes);
        judgement.ComplexProperty(j => j.Motivation);
        judgement.ComplexProperty(j => j.Capacities);
        judgement.ComplexProperty(j => j.ConfirmedBy);
    }
}
