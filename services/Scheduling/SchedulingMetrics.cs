using System.Diagnostics.Metrics;
using Metropool.Contracts.Scheduling;
using Metropool.Messaging.Counting;

namespace Metropool.Scheduling;

/// <summary>What happens in the calendar and to participations, counted.</summary>
internal sealed class SchedulingMetrics : IDomainMetrics
{
    public SchedulingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Metropool.Scheduling");
        ModuleDaysRecorded = meter.CreateCounter<long>("metropool.scheduling.module_days.recorded", "{module_day}", "Module days whose attendance was recorded, or corrected.");
        Events =
        [
            CountedEvent.Of<InterviewBooked>(meter.CreateCounter<long>("metropool.scheduling.interviews.booked", "{interview}", "Interviews that were booked.")),
            CountedEvent.Of<InterviewMoved>(meter.CreateCounter<long>("metropool.scheduling.interviews.moved", "{interview}", "Interviews that got another time or panel.")),
            CountedEvent.Of<InterviewCancelled>(meter.CreateCounter<long>("metropool.scheduling.interviews.cancelled", "{interview}", "Interviews that were cancelled.")),
            CountedEvent.Of<InterviewMissed>(meter.CreateCounter<long>("metropool.scheduling.interviews.missed", "{interview}", "Interviews that somebody didn't come to.")),
            CountedEvent.Of<ParticipantEnrolled>(meter.CreateCounter<long>("metropool.scheduling.participations.begun", "{participation}", "Participants who got a place in an edition.")),
            CountedEvent.Of<ParticipationEnded>(meter.CreateCounter<long>("metropool.scheduling.participations.ended", "{participation}", "Participations that ended without a certificate.")),
            CountedEvent.Of<ParticipationCompleted>(meter.CreateCounter<long>("metropool.scheduling.participations.completed", "{participation}", "Participations that ended with a certificate.")),
        ];
    }

    /// <summary>Module days whose attendance was recorded. No event says so: others learn of it only where somebody's standing changes.</summary>
    public Counter<long> ModuleDaysRecorded { get; }

    public IReadOnlyList<CountedEvent> Events { get; }
}
