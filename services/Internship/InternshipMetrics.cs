using System.Diagnostics.Metrics;
using Metropool.Contracts.Internship;
using Metropool.Messaging.Counting;

namespace Metropool.Internship;

/// <summary>Counts the events of internships.</summary>
internal sealed class InternshipMetrics : IDomainMetrics
{
    public InternshipMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Metropool.Internship");
        Events =
        [
            Counted(InternshipChange.Approved, meter.CreateCounter<long>("metropool.internship.placements.approved", "{placement}", "Approved placements.")),
            Counted(
                InternshipChange.Completed,
                meter.CreateCounter<long>("metropool.internship.internships.completed", "{internship}", "Completed internships.")),
        ];
    }

    public IReadOnlyList<CountedEvent> Events { get; }

    private static CountedEvent Counted(InternshipChange change, Counter<long> counter) =>
        CountedEvent.Of<InternshipChanged>(changed => changed.Change == change, counter);
}
