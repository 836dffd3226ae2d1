using System.Diagnostics.Metrics;
using Metropool.Contracts.Internship;
using Metropool.Messaging.Counting;

namespace Metropool.Internship;

/// <summary>What happens in internships, counted.</summary>
internal sealed class InternshipMetrics : IDomainMetrics
{
    public InternshipMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Metropool.Internship");
        Events =
        [
            CountedEvent.Of<InternshipApproved>(meter.CreateCounter<long>("metropool.internship.placements.approved", "{placement}", "Placements that the dean approved.")),
            CountedEvent.Of<InternshipCompleted>(meter.CreateCounter<long>("metropool.internship.internships.completed", "{internship}", "Internships that were completed.")),
        ];
    }

    public IReadOnlyList<CountedEvent> Events { get; }
}
