using Metropool.Journey.Gateway;

namespace Metropool.Journey.Clients;

/// <summary>What a client asks of Assessment.</summary>
internal sealed class AssessmentClient(GatewayClient gateway)
{
    private const string Base = "assessment/v1";

    public Task<IReadOnlyList<AssessmentAnswer>> ListAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.ListAsync<AssessmentAnswer>(session, $"{Base}/assessments?editionId={edition}", cancellationToken);

    public Task<AssessmentAnswer> AssessmentAsync(Session session, Guid assessment, CancellationToken cancellationToken) =>
        gateway.GetAsync<AssessmentAnswer>(session, $"{Base}/assessments/{assessment}", cancellationToken);

    /// <summary>Begins the learning plan; that opens when Assessment learns that the participation has begun.</summary>
    public Task WriteLearningPlanAsync(Session session, Guid assessment, string text, CancellationToken cancellationToken) =>
        gateway.Patience.WhenArrivedAsync(
            "Assessment knows that the participation has begun",
            token => gateway.PutAsync<Nothing>(session, $"{Base}/assessments/{assessment}/learning-plan", new { text }, token),
            ["assessment.learning-plan-not-open"],
            cancellationToken);

    public Task WriteChallengeAsync(Session session, Guid assessment, string text, CancellationToken cancellationToken) =>
        gateway.PutAsync<Nothing>(session, $"{Base}/assessments/{assessment}/challenge", new { text }, cancellationToken);

    public Task WritePhpAsync(Session session, Guid assessment, string text, CancellationToken cancellationToken) =>
        gateway.PutAsync<Nothing>(session, $"{Base}/assessments/{assessment}/php", new { text }, cancellationToken);

    /// <summary>Hands a chapter in; it opens when Assessment learns that the module, or the internship, is over.</summary>
    public Task WriteChapterAsync(Session session, Guid assessment, int module, string insights, string reflection, CancellationToken cancellationToken) =>
        gateway.Patience.WhenArrivedAsync(
            $"Assessment opens chapter {module}",
            token => gateway.PutAsync<Nothing>(session, $"{Base}/assessments/{assessment}/logbook/{module}", new { insights, reflection }, token, shownAt: $"{Base}/assessments/{assessment}/logbook"),
            ["assessment.chapter-not-open"],
            cancellationToken);

    public Task LogbookAsync(Session session, Guid assessment, CancellationToken cancellationToken) =>
        gateway.GetAsync<Nothing>(session, $"{Base}/assessments/{assessment}/logbook", cancellationToken);

    /// <summary>Records an interview as held, with one's own feedback.</summary>
    public Task RecordHeldAsync(Session session, Guid assessment, Guid interview, string feedback, CancellationToken cancellationToken) =>
        gateway.Patience.WhenArrivedAsync(
            $"Assessment knows interview {interview}",
            token => gateway.PostAsync<Nothing>(
                session,
                $"{Base}/assessments/{assessment}/interviews/{interview}/held",
                new { feedback },
                token),
            ["assessment.interview-unknown"],
            cancellationToken);

    /// <summary>Adds one's feedback to an interview that was held; it is given once.</summary>
    public Task GiveFeedbackAsync(Session session, Guid assessment, Guid interview, string feedback, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(session, $"{Base}/assessments/{assessment}/interviews/{interview}/feedback", new { feedback }, cancellationToken);

    /// <summary>The interviews with what was said in them.</summary>
    public Task<InterviewNotes[]> InterviewsAsync(Session session, Guid assessment, CancellationToken cancellationToken) =>
        gateway.GetAsync<InterviewNotes[]>(session, $"{Base}/assessments/{assessment}/interviews", cancellationToken);

    public Task<RequirementsAnswer> RequirementsAsync(Session session, Guid assessment, CancellationToken cancellationToken) =>
        gateway.GetAsync<RequirementsAnswer>(session, $"{Base}/assessments/{assessment}/requirements", cancellationToken);

    /// <summary>Issues the certificate.</summary>
    public Task IssueCertificateAsync(Session session, Guid assessment, DateOnly handedOutOn, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(
            session,
            $"{Base}/assessments/{assessment}/certificate",
            new { handedOutOn },
            cancellationToken);

    /// <summary>One's own certificate, with the code that verifies it.</summary>
    public Task<CertificateAnswer> CertificateAsync(Session session, Guid assessment, CancellationToken cancellationToken) =>
        gateway.GetAsync<CertificateAnswer>(session, $"{Base}/assessments/{assessment}/certificate", cancellationToken);

    /// <summary>Verifies a certificate, as anybody can who holds it: without signing in.</summary>
    public Task<VerificationAnswer?> VerifyAsync(string code, CancellationToken cancellationToken) =>
        gateway.FindAsync<VerificationAnswer>(null, $"{Base}/certificates/{code}", cancellationToken);
}

/// <summary>How an assessment stands.</summary>
internal sealed record AssessmentAnswer(
    Guid Id,
    Guid PersonId,
    IReadOnlyList<int> ChaptersSubmitted,
    DateTimeOffset? InternshipTakenOverAt,
    IReadOnlyList<AssessedInterview> Interviews,
    CertificateState? Certificate);

/// <summary>A development or the final interview.</summary>
internal sealed record AssessedInterview(Guid InterviewId, string Status);

/// <summary>What was said in an interview.</summary>
internal sealed record InterviewNotes(IReadOnlyList<FeedbackAnswer> Feedback);

/// <summary>What one of the panel said.</summary>
internal sealed record FeedbackAnswer(string DisplayName);

/// <summary>That there is a certificate.</summary>
internal sealed record CertificateState(string Number);

/// <summary>The certificate of a participant.</summary>
internal sealed record CertificateAnswer(string Number, string Name, string VerificationCode);

/// <summary>What anybody learns who verifies a certificate.</summary>
internal sealed record VerificationAnswer(string Number, string Name, string Edition, bool Valid);

/// <summary>The table of requirements.</summary>
internal sealed record RequirementsAnswer(bool AllMet, IReadOnlyList<RequirementAnswer> Items);

/// <summary>One requirement.</summary>
internal sealed record RequirementAnswer(string Code, bool Met);
