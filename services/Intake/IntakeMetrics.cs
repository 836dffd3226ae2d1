using System.Diagnostics.Metrics;
using Metropool.Contracts.Intake;
using Metropool.Messaging.Counting;

namespace Metropool.Intake;

/// <summary>The domain metrics of Intake.</summary>
internal sealed class IntakeMetrics : IDomainMetrics
{
    public IntakeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Metropool.Intake");
        Events =
        [
            Count(ApplicationChange.Submitted, "metropool.intake.applications.submitted", "{application}", "Applications that were submitted."),
            Count(ApplicationChange.Withdrawn, "metropool.intake.applications.withdrawn", "{application}", "Applications that the candidate withdrew."),
            Count(ApplicationChange.InterviewHeld, "metropool.intake.interviews.held", "{interview}", "Intake interviews that were held."),
            Count(ApplicationChange.Admitted, "metropool.intake.admissions.granted", "{admission}", "Candidates who were admitted."),
            Count(ApplicationChange.AdmissionWithdrawn, "metropool.intake.admissions.withdrawn", "{admission}", "Admissions that were withdrawn."),
        ];

        CountedEvent Count(ApplicationChange change, string name, string unit, string description) => CountedEvent.Of<ApplicationChanged>(
            changed => changed.Change == change, meter.CreateCounter<long>(name, unit, description));
    }

    public IReadOnlyList<CountedEvent> Events { get; }
}
