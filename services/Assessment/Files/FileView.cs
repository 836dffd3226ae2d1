using Metropool.Assessment.Certificates;
using Metropool.Assessment.Editions;
using Metropool.Assessment.Interviews;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Files;

/// <summary>How an assessment stands. Nothing that anybody wrote is in it.</summary>
internal sealed record FileView
{
    /// <summary>The assessment file.</summary>
    public required Guid Id { get; init; }

    /// <summary>The participation.</summary>
    public required Guid ParticipationId { get; init; }

    /// <summary>The participant.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The participant's name as it is shown.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The edition that the participation is in now.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The edition's name; null for the moment that it isn't known here yet.</summary>
    public string? Edition { get; init; }

    /// <summary>Where the participation stands.</summary>
    public required ParticipationStatus ParticipationStatus { get; init; }

    /// <summary>The numbers of the modules whose logbook chapter is in, rising.</summary>
    public required IReadOnlyList<int> ChaptersSubmitted { get; init; }

    /// <summary>Since when the finished internship is part of this file, UTC.</summary>
    public DateTimeOffset? InternshipTakenOverAt { get; init; }

    /// <summary>The development and final interviews, oldest first.</summary>
    public required IReadOnlyList<InterviewView> Interviews { get; init; }

    /// <summary>Whether nothing stands between the participant and the certificate.</summary>
    public required bool AllRequirementsMet { get; init; }

    /// <summary>The latest certificate, revoked or not.</summary>
    public CertificateSummary? Certificate { get; init; }

    public static FileView Of(AssessmentFile file, Edition? edition) => new()
    {
        Id = file.Id,
        ParticipationId = file.ParticipationId,
        PersonId = file.Participation!.PersonId,
        DisplayName = file.Participation.DisplayName,
        EditionId = file.Participation.EditionId,
        Edition = edition?.Name,
        ParticipationStatus = file.Participation.Status,
        ChaptersSubmitted = [.. file.Chapters.Select(chapter => chapter.ModuleNumber).Order()],
        InternshipTakenOverAt = file.InternshipTakenOverAt,
        Interviews = [.. file.Interviews.OrderBy(interview => interview.StartsAt).Select(interview => InterviewView.Of(interview, file))],
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
