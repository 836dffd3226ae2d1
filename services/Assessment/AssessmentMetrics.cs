using System.Diagnostics.Metrics;
using Metropool.Contracts.Assessment;
using Metropool.Messaging.Counting;

namespace Metropool.Assessment;

/// <summary>Counts the events of assessments.</summary>
internal sealed class AssessmentMetrics : IDomainMetrics
{
    public AssessmentMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Metropool.Assessment");
        var held = Counter("metropool.assessment.interviews.held", "{interview}", "Development and final interviews that were held.");
        CertificatesRefused = Counter("metropool.assessment.certificates.refused", "{attempt}", "Refused attempts to issue a certificate.");
        Events =
        [
            Counted(AssessmentChange.ChapterSubmitted, Counter("metropool.assessment.chapters.submitted", "{chapter}", "Submitted logbook chapters.")),
            Counted(AssessmentChange.DevelopmentInterviewHeld, held, KeyValuePair.Create<string, object?>("metropool.interview.kind", "development")),
            Counted(AssessmentChange.FinalInterviewHeld, held, KeyValuePair.Create<string, object?>("metropool.interview.kind", "final")),
            Counted(
                AssessmentChange.RequirementsMet,
                Counter("metropool.assessment.requirements.met", "{assessment}", "Assessments whose requirements were all met.")),
            Counted(AssessmentChange.CertificateIssued, Counter("metropool.assessment.certificates.issued", "{certificate}", "Issued certificates.")),
            Counted(AssessmentChange.CertificateRevoked, Counter("metropool.assessment.certificates.revoked", "{certificate}", "Revoked certificates.")),
        ];

        Counter<long> Counter(string name, string unit, string description) => meter.CreateCounter<long>(name, unit, description);
    }

    /// <summary>Refused attempts to issue a certificate, with the code of the refusal as <c>error.type</c>.</summary>
    public Counter<long> CertificatesRefused { get; }

    public IReadOnlyList<CountedEvent> Events { get; }

    private static CountedEvent Counted(AssessmentChange change, Counter<long> counter, params KeyValuePair<string, object?>[] tags) =>
        CountedEvent.Of<AssessmentChanged>(changed => changed.Change == change, counter, tags);
}
