namespace Metropool.Contracts.Assessment;

/// <summary>The state of a participant's assessment. Nothing that anybody wrote is in it.</summary>
public record AssessmentChanged : IIntegrationEvent
{
    /// <summary>The assessment file; one for each participation.</summary>
    public required Guid AssessmentId { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The participation.</summary>
    public required Guid ParticipationId { get; init; }

    /// <summary>The participant.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The edition.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The numbers of the modules whose logbook chapter is in (R35), rising.</summary>
    public required IReadOnlyList<int> ChaptersSubmitted { get; init; }

    /// <summary>The development and final interviews that were held (R36, R37), in the order of Scheduling's bookings.</summary>
    public required IReadOnlyList<Guid> InterviewsHeld { get; init; }

    /// <summary>The internship that was taken over into the final assessment (R31), once it was.</summary>
    public Guid? InternshipId { get; init; }

    /// <summary>Whether every requirement of the certificate is met (R39).</summary>
    public required bool AllRequirementsMet { get; init; }

    /// <summary>The certificate, once it was issued.</summary>
    public Guid? CertificateId { get; init; }

    /// <summary>When the certificate was issued, UTC.</summary>
    public DateTimeOffset? CertificateIssuedAt { get; init; }

    /// <summary>When the certificate was revoked, UTC (R40).</summary>
    public DateTimeOffset? CertificateRevokedAt { get; init; }

    Guid IIntegrationEvent.AggregateId => AssessmentId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>A logbook chapter was handed in (R35).</summary>
public sealed record ChapterSubmitted : AssessmentChanged;

/// <summary>A development interview was held (R36).</summary>
public sealed record DevelopmentInterviewHeld : AssessmentChanged;

/// <summary>The final interview was held (R37).</summary>
public sealed record FinalInterviewHeld : AssessmentChanged;

/// <summary>The finished internship is part of the final assessment (R31).</summary>
public sealed record InternshipTakenOver : AssessmentChanged;

/// <summary>Nothing stands between the participant and the certificate (R39).</summary>
public sealed record RequirementsMet : AssessmentChanged;

/// <summary>The certificate was issued (R39).</summary>
public sealed record CertificateIssued : AssessmentChanged;

/// <summary>The certificate was revoked (R40).</summary>
public sealed record CertificateRevoked : AssessmentChanged;
