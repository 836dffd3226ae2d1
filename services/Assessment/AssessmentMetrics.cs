using System.Diagnostics.Metrics;
using Metropool.Contracts.Assessment;
using Metropool.Messaging.Counting;

namespace Metropool.Assessment;

/// <summary>What happens on the way to the certificate, counted.</summary>
internal sealed class AssessmentMetrics : IDomainMetrics
{
    public AssessmentMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Metropool.Assessment");
        var held = meter.CreateCounter<long>("metropool.assessment.interviews.held", "{interview}", "Development and final interviews that were held.");
        CertificatesRefused = meter.CreateCounter<long>("metropool.assessment.certificates.refused", "{attempt}", "Attempts to issue a certificate that were refused.");
        Events =
        [
            CountedEvent.Of<ChapterSubmitted>(meter.CreateCounter<long>("metropool.assessment.chapters.submitted", "{chapter}", "Logbook chapters that were handed in.")),
            CountedEvent.Of<DevelopmentInterviewHeld>(held, KeyValuePair.Create<string, object?>("metropool.interview.kind", "development")),
            CountedEvent.Of<FinalInterviewHeld>(held, KeyValuePair.Create<string, object?>("metropool.interview.kind", "final")),
            CountedEvent.Of<RequirementsMet>(meter.CreateCounter<long>("metropool.assessment.requirements.met", "{assessment}", "Assessments in which nothing stands between the participant and the certificate any more.")),
            CountedEvent.Of<CertificateIssued>(meter.CreateCounter<long>("metropool.assessment.certificates.issued", "{certificate}", "Certificates that were issued.")),
            CountedEvent.Of<CertificateRevoked>(meter.CreateCounter<long>("metropool.assessment.certificates.revoked", "{certificate}", "Certificates that were revoked.")),
        ];
    }

    /// <summary>Attempts to issue a certificate that were refused, with the refusal's code as <c>error.type</c>. Nothing is committed by them.</summary>
    public Counter<long> CertificatesRefused { get; }

    public IReadOnlyList<CountedEvent> Events { get; }
}
