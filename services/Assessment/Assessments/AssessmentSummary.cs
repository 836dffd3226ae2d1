using Metropool.Assessment.Certificates;
using Metropool.Assessment.Interviews;
using Metropool.Assessment.Replicas;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Assessments;

/// <summary>The status and the dates of an assessment, without any text of the participant or a panel member.</summary>
internal sealed record AssessmentSummary
{
    /// <summary>The assessment file.</summary>
    public required Guid Id { get; init; }

    /// <summary>The participation.</summary>
    public required Guid ParticipationId { get; init; }

    /// <summary>The participant.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The participant's display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The edition that the participation is in now.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The edition's name; null until the edition is known to this service.</summary>
    public string? Edition { get; init; }

    /// <summary>The status of the participation.</summary>
    public required ParticipationStatus ParticipationStatus { get; init; }

    /// <summary>The numbers of the modules whose logbook chapter was submitted, ascending.</summary>
    public required IReadOnlyList<int> ChaptersSubmitted { get; init; }

    /// <summary>When the completed internship became part of the assessment, UTC (R31); null until then.</summary>
    public DateTimeOffset? InternshipIncludedAt { get; init; }

    /// <summary>The development and final interviews, oldest first.</summary>
    public required IReadOnlyList<InterviewSummary> Interviews { get; init; }

    /// <summary>Whether every requirement of the certificate is met (R39).</summary>
    public required bool AllRequirementsMet { get; init; }

    /// <summary>The latest certificate, revoked or not.</summary>
    public CertificateSummary? Certificate { get; init; }

    public static AssessmentSummary Of(AssessmentFile file, Edition? edition) => new()
    {
        Id = file.Id,
        ParticipationId = file.ParticipationId,
        PersonId = file.Participation!.PersonId,
        DisplayName = file.Participation.DisplayName,
        EditionId = file.Participation.EditionId,
        Edition = edition?.Name,
        ParticipationStatus = file.Participation.Status,
        ChaptersSubmitted = [.. file.Chapters.Select(chapter => chapter.ModuleNumber).Order()],
        InternshipIncludedAt = file.InternshipIncludedAt,
        Interviews = [.. file.Interviews.OrderBy(interview => interview.StartsAt).Select(interview => InterviewSummary.Of(interview, file))],
        AllRequirementsMet = file.AllRequirementsMet,
        Certificate = file.Certificate is { } certificate ? CertificateSummary.Of(certificate) : null,
    };
}

/// <summary>A certificate, without its verification code.</summary>
/// <param name="Id">The certificate.</param>
/// <param name="Number">Its number.</param>
/// <param name="IssuedOn">The day of issue, in Europe/Amsterdam.</param>
/// <param name="RevokedAt">When it was revoked, UTC; null while it is valid.</param>
internal sealed record CertificateSummary(Guid Id, string Number, DateOnly IssuedOn, DateTimeOffset? RevokedAt)
{
    public static CertificateSummary Of(Certificate certificate) => new(certificate.Id, certificate.Number, certificate.IssuedOn, certificate.RevokedAt);
}
