namespace Metropool.Contracts.Assessment;

/// <summary>The state of a participant's assessment. It holds no text that the participant or a panel member wrote.</summary>
public sealed record AssessmentChanged : IIntegrationEvent
{
    /// <summary>The assessment file; one for each participation.</summary>
    public required Guid AssessmentId { get; init; }

    /// <summary>What changed.</summary>
    public required AssessmentChange Change { get; init; }

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

    /// <summary>The numbers of the modules whose logbook chapter was submitted (R35), ascending.</summary>
    public required IReadOnlyList<int> ChaptersSubmitted { get; init; }

    /// <summary>The ids of the development and final interviews that were held (R36, R37).</summary>
    public required IReadOnlyList<Guid> InterviewsHeld { get; init; }

    /// <summary>The completed internship that is part of the final assessment (R31); null until there is one.</summary>
    public Guid? InternshipId { get; init; }

    /// <summary>Whether every requirement of the certificate is met (R39).</summary>
    public required bool AllRequirementsMet { get; init; }

    /// <summary>The certificate; null until it is issued.</summary>
    public Guid? CertificateId { get; init; }

    /// <summary>When the certificate was issued, UTC; null until then.</summary>
    public DateTimeOffset? CertificateIssuedAt { get; init; }

    /// <summary>When the certificate was revoked, UTC (R40); null unless it was.</summary>
    public DateTimeOffset? CertificateRevokedAt { get; init; }

    Guid IIntegrationEvent.AggregateId => AssessmentId;

    Guid? IIntegrationEvent.DataSubjectId => PersonId;
}

/// <summary>The kinds of change of an assessment.</summary>
public enum AssessmentChange
{
    /// <summary>A value that this version doesn't know.</summary>
    Unknown,

    /// <summary>Any other change, and a state that is published again.</summary>
    Updated,

    /// <summary>A logbook chapter was submitted (R35).</summary>
    ChapterSubmitted,

    /// <summary>A development interview was held (R36).</summary>
    DevelopmentInterviewHeld,

    /// <summary>The final interview was held (R37).</summary>
    FinalInterviewHeld,

    /// <summary>The completed internship became part of the final assessment (R31).</summary>
    InternshipIncluded,

    /// <summary>Every requirement of the certificate is met (R39).</summary>
    RequirementsMet,

    /// <summary>The certificate was issued (R39).</summary>
    CertificateIssued,

    /// <summary>The certificate was revoked (R40).</summary>
    CertificateRevoked,
}
