using Metropool.Journey.Gateway;

namespace Metropool.Journey.Clients;

/// <summary>The requests to Assessment.</summary>
internal sealed class AssessmentClient(GatewayClient gateway)
{
    private const string Base = "assessment/v1";

    public Task<IReadOnlyList<AssessmentResponse>> ListAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.ListAsync<AssessmentResponse>(session, $"{Base}/assessments?editionId={edition}", cancellationToken);

    /// <summary>Writes the learning plan. It opens when Assessment has handled the start of the participation.</summary>
    public Task WriteLearningPlanAsync(Session session, Guid assessment, string text, CancellationToken cancellationToken) =>
        gateway.Retry.RetryWhileRefusedAsync(
            "the start of the participation in Assessment",
            token => gateway.PutAsync<NoContent>(session, $"{Base}/assessments/{assessment}/learning-plan", new { text }, token),
            ["assessment.learning-plan-not-open"],
            cancellationToken);

    public Task WriteChallengeAsync(Session session, Guid assessment, string text, CancellationToken cancellationToken) =>
        gateway.PutAsync<NoContent>(session, $"{Base}/assessments/{assessment}/challenge", new { text }, cancellationToken);

    public Task WritePhpAsync(Session session, Guid assessment, string text, CancellationToken cancellationToken) =>
        gateway.PutAsync<NoContent>(session, $"{Base}/assessments/{assessment}/php", new { text }, cancellationToken);

    /// <summary>Submits a chapter. It opens when Assessment has handled the end of the module or internship.</summary>
    public Task SubmitChapterAsync(
        Session session, Guid assessment, int module, string insights, string reflection, CancellationToken cancellationToken) =>
        gateway.Retry.RetryWhileRefusedAsync(
            $"the opening of chapter {module} in Assessment",
            token => gateway.PutAsync<NoContent>(
                session,
                $"{Base}/assessments/{assessment}/logbook/{module}",
                new { insights, reflection },
                token,
                versionPath: $"{Base}/assessments/{assessment}/logbook"),
            ["assessment.chapter-not-open"],
            cancellationToken);

    public Task LogbookAsync(Session session, Guid assessment, CancellationToken cancellationToken) =>
        gateway.GetAsync<NoContent>(session, $"{Base}/assessments/{assessment}/logbook", cancellationToken);

    /// <summary>Records an interview as held, with the feedback of the caller.</summary>
    public Task RecordHeldAsync(Session session, Guid assessment, Guid interview, string feedback, CancellationToken cancellationToken) =>
        gateway.Retry.RetryWhileRefusedAsync(
            $"interview {interview} in Assessment",
            token => gateway.PostAsync<NoContent>(
                session,
                $"{Base}/assessments/{assessment}/interviews/{interview}/held",
                new { feedback },
                token),
            ["assessment.interview-unknown"],
            cancellationToken);

    /// <summary>Adds the feedback of the caller to an interview that was held.</summary>
    public Task GiveFeedbackAsync(Session session, Guid assessment, Guid interview, string feedback, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(session, $"{Base}/assessments/{assessment}/interviews/{interview}/feedback", new { feedback }, cancellationToken);

    /// <summary>The interviews with their feedback.</summary>
    public Task<InterviewFeedbackResponse[]> InterviewsAsync(Session session, Guid assessment, CancellationToken cancellationToken) =>
        gateway.GetAsync<InterviewFeedbackResponse[]>(session, $"{Base}/assessments/{assessment}/interviews", cancellationToken);

    public Task<RequirementsResponse> RequirementsAsync(Session session, Guid assessment, CancellationToken cancellationToken) =>
        gateway.GetAsync<RequirementsResponse>(session, $"{Base}/assessments/{assessment}/requirements", cancellationToken);

    /// <summary>Issues the certificate.</summary>
    public Task IssueCertificateAsync(Session session, Guid assessment, DateOnly awardedOn, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(
            session,
            $"{Base}/assessments/{assessment}/certificate",
            new { awardedOn },
            cancellationToken);

    /// <summary>The certificate of the caller, with its verification code.</summary>
    public Task<CertificateResponse> CertificateAsync(Session session, Guid assessment, CancellationToken cancellationToken) =>
        gateway.GetAsync<CertificateResponse>(session, $"{Base}/assessments/{assessment}/certificate", cancellationToken);

    /// <summary>Verifies a certificate without signing in.</summary>
    public Task<VerificationResponse?> VerifyAsync(string code, CancellationToken cancellationToken) =>
        gateway.FindAsync<VerificationResponse>(null, $"{Base}/certificates/{code}", cancellationToken);
}

/// <summary>An assessment.</summary>
internal sealed record AssessmentResponse(
    Guid Id,
    Guid PersonId,
    IReadOnlyList<int> ChaptersSubmitted,
    DateTimeOffset? InternshipIncludedAt,
    IReadOnlyList<AssessmentInterviewResponse> Interviews,
    AssessmentCertificate? Certificate);

/// <summary>A development or the final interview.</summary>
internal sealed record AssessmentInterviewResponse(Guid InterviewId, string Status);

/// <summary>The feedback of an interview.</summary>
internal sealed record InterviewFeedbackResponse(IReadOnlyList<FeedbackResponse> Feedback);

/// <summary>The feedback of a panel member.</summary>
internal sealed record FeedbackResponse(string DisplayName);

/// <summary>The certificate in an assessment.</summary>
internal sealed record AssessmentCertificate(string Number);

/// <summary>The certificate of a participant.</summary>
internal sealed record CertificateResponse(string Number, string Name, string VerificationCode);

/// <summary>The result of the verification of a certificate.</summary>
internal sealed record VerificationResponse(string Number, string Name, string Edition, bool Valid);

/// <summary>The requirements for the certificate.</summary>
internal sealed record RequirementsResponse(bool AllMet, IReadOnlyList<RequirementResponse> Items);

/// <summary>A requirement.</summary>
internal sealed record RequirementResponse(string Code, bool Met);
