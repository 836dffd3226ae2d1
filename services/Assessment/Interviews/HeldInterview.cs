using Metropool.Assessment.Replicas;
using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Assessment.Interviews;

/// <summary>An interview that was held: its panel, its input, and the feedback of each panel member. There is no grade and no decision (R38).</summary>
internal sealed class HeldInterview
{
    public required Guid InterviewId { get; init; }

    public required Guid FileId { get; init; }

    public required InterviewKind Kind { get; init; }

    /// <summary>The edition in which it was held.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required Guid RecordedBy { get; init; }

    /// <summary>The panel that held it, as it was booked then. Deputies are marked (R5).</summary>
    public required List<HeldSeat> Panel { get; init; }

    /// <summary>The versions of the logbook chapters at the beginning of the interview (R36).</summary>
    public required List<ChapterInput> Logbook { get; init; }

    /// <summary>The version of the PHP that was the input of the final interview (R37).</summary>
    public int? PhpVersion { get; init; }

    /// <summary>The panel members whose feedback is needed and missing. A development interview needs none: a trainer may have no account (R45).</summary>
    public IEnumerable<HeldSeat> AwaitingFeedback => Kind == InterviewKind.Final
        ? Panel.Where(seat => seat is { Role: TeamRole.Dean or TeamRole.ProgrammeManager, Feedback: null })
        : [];

    /// <summary>
    /// Since when it counts for the certificate, UTC: since it was recorded or, for the final interview, since both panel members have given feedback (R38).
    /// Null until then.
    /// </summary>
    public DateTimeOffset? CountsSince => AwaitingFeedback.Any() ? null
        : Kind == InterviewKind.Final ? Panel.Where(seat => seat.Role is TeamRole.Dean or TeamRole.ProgrammeManager).Max(seat => seat.FeedbackAt)
        : RecordedAt;
}

/// <summary>A seat on the panel of an interview that was held, with the feedback.</summary>
internal sealed class HeldSeat
{
    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    public required TeamRole Role { get; init; }

    public required bool Deputy { get; init; }

    public string? Feedback { get; private set; }

    public DateTimeOffset? FeedbackAt { get; private set; }

    public static HeldSeat Of(PanelSeat seat) =>
        new() { PersonId = seat.PersonId, DisplayName = seat.DisplayName, Role = seat.Role, Deputy = seat.Deputy };

    public void GiveFeedback(string feedback, DateTimeOffset now) => (Feedback, FeedbackAt) = (feedback, now);
}

/// <summary>A version of a logbook chapter that was the input of an interview.</summary>
internal sealed record ChapterInput(int ModuleNumber, int Version);

internal sealed class HeldInterviewConfiguration : IEntityTypeConfiguration<HeldInterview>
{
    public void Configure(EntityTypeBuilder<HeldInterview> builder)
    {
        builder.ToTable("held_interviews");
        builder.HasKey(held => held.InterviewId);
        builder.Property(held => held.InterviewId).ValueGeneratedNever();
        builder.Ignore(held => held.CountsSince);
        builder.Ignore(held => held.AwaitingFeedback);
        builder.OwnsMany(held => held.Panel, seat =>
        {
            seat.ToTable("held_seats");
            seat.WithOwner().HasForeignKey("InterviewId");
        });
        builder.OwnsMany(held => held.Logbook, input => input.ToJson());
    }
}
