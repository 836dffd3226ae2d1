using System.Diagnostics.Metrics;
using Metropool.Contracts.Intake;
using Metropool.Messaging.Counting;

namespace Metropool.Intake;

/// <summary>What happens in the intake, counted.</summary>
internal sealed class IntakeMetrics : IDomainMetrics
{
    public IntakeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Metropool.Intake");
        Events =
        [
            CountedEvent.Of<ApplicationSubmitted>(meter.CreateCounter<long>("metropool.intake.applications.submitted", "{application}", "Applications that were submitted.")),
            CountedEvent.Of<ApplicationWithdrawn>(meter.CreateCounter<long>("metropool.intake.applications.withdrawn", "{application}", "Applications that their candidates withdrew.")),
            CountedEvent.Of<IntakeInterviewHeld>(meter.CreateCounter<long>("metropool.intake.interviews.held", "{interview}", "Intake interviews that were held.")),
            CountedEvent.Of<ParticipantAdmitted>(meter.CreateCounter<long>("metropool.intake.admissions.granted", "{admission}", "Candidates who were admitted.")),
            CountedEvent.Of<AdmissionWithdrawn>(meter.CreateCounter<long>("metropool.intake.admissions.withdrawn", "{admission}", "Admissions that were taken back.")),
        ];
    }

    public IReadOnlyList<CountedEvent> Events { get; }
}
