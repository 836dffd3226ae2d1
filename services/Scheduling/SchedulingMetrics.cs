using System.Diagnostics.Metrics;
using Metropool.Contracts.Scheduling;
using Metropool.Messaging.Counting;

namespace Metropool.Scheduling;

/// <summary>The domain metrics of Scheduling.</summary>
internal sealed class SchedulingMetrics : IDomainMetrics
{
    public SchedulingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Metropool.Scheduling");
        ModuleDaysRecorded = meter.CreateCounter<long>(
            "metropool.scheduling.module_days.recorded", "{module_day}", "Module days whose attendance was recorded or corrected.");
        Events =
        [
            CountInterviews(InterviewChange.Booked, "metropool.scheduling.interviews.booked", "Interviews that were booked."),
            CountInterviews(InterviewChange.Moved, "metropool.scheduling.interviews.moved", "Interviews that were moved to another time or panel."),
            CountInterviews(InterviewChange.Cancelled, "metropool.scheduling.interviews.cancelled", "Interviews that were cancelled."),
            CountInterviews(InterviewChange.Missed, "metropool.scheduling.interviews.missed", "Interviews to which a person didn't come."),
            CountParticipations(ParticipationChange.Enrolled, "metropool.scheduling.participations.enrolled", "Participants who got a place in an edition."),
            CountParticipations(ParticipationChange.Ended, "metropool.scheduling.participations.ended", "Participations that ended without a certificate."),
            CountParticipations(ParticipationChange.Completed, "metropool.scheduling.participations.completed", "Participations completed with a certificate."),
        ];

        CountedEvent CountInterviews(InterviewChange change, string name, string description) => CountedEvent.Of<InterviewChanged>(
            state => state.Change == change, meter.CreateCounter<long>(name, "{interview}", description));

        CountedEvent CountParticipations(ParticipationChange change, string name, string description) => CountedEvent.Of<ParticipationChanged>(
            state => state.Change == change, meter.CreateCounter<long>(name, "{participation}", description));
    }

    /// <summary>Module days whose attendance was recorded. Not counted by an event, because attendance is published only when a status changes.</summary>
    public Counter<long> ModuleDaysRecorded { get; }

    public IReadOnlyList<CountedEvent> Events { get; }
}
