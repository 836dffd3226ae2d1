using Metropool.Contracts.Intake;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Applications;

/// <summary>An entry in the history of an application. Entries are only added; the database refuses changes.</summary>
internal sealed class HistoryEntry
{
    /// <summary>The order in which things happened.</summary>
    public long Id { get; private init; }

    public required Guid ApplicationId { get; init; }

    /// <summary>In programme time.</summary>
    public required DateTimeOffset At { get; init; }

    public required HistoryKind What { get; init; }

    /// <summary>The status of the application after it.</summary>
    public required ApplicationStatus Status { get; init; }

    public required Actor By { get; init; }

    public string? Reason { get; init; }

    /// <summary>The judgement that was written or confirmed.</summary>
    public Guid? JudgementId { get; init; }

    /// <summary>When the interview was booked for.</summary>
    public DateTimeOffset? InterviewAt { get; init; }

    /// <summary>The name of the team member whom it concerns.</summary>
    public string? Concerns { get; init; }

    /// <summary>The id of that team member, by which an erasure finds the entry: another person may have the same name.</summary>
    public Guid? ConcernsId { get; init; }
}

/// <summary>The kinds of history entries.</summary>
internal enum HistoryKind
{
    Started,
    Nominated,
    Submitted,
    Withdrawn,
    EmployerChanged,
    EmployerConnected,
    NameChanged,
    InterviewBooked,
    InterviewMoved,
    InterviewCancelled,
    InterviewMissed,
    InterviewHeld,
    Judged,
    JudgementConfirmed,
    ConflictDeclared,
    ConflictWithdrawn,
    Admitted,
    WaitListed,
    Rejected,
    Offered,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferWithdrawn,
    PlaceHeld,
    PlaceFilled,
    PlaceReleased,
    Lapsed,
    Moved,
    AgreementRequested,
    AgreementGranted,
    AgreementRefused,
    AgreementWithdrawn,
    AgreementExpired,
    RetentionConsentGiven,
    RetentionConsentWithdrawn,
}

internal sealed class HistoryEntryConfiguration : IEntityTypeConfiguration<HistoryEntry>
{
    public void Configure(EntityTypeBuilder<HistoryEntry> entry)
    {
        entry.ToTable("application_history");
        entry.Property(e => e.Id).UseIdentityAlwaysColumn();
        entry.HasIndex(e => new { e.ApplicationId, e.Id });
        entry.Property(e => e.Concerns).HasMaxLength(Limits.Line);
        entry.ComplexProperty(e => e.By);
    }
}
