using Metropool.Tool.Bench.Messaging;

namespace Metropool.Tool.Tests;

/// <summary>Percentiles and processor time.</summary>
public class MeasurementTests
{
    [Theory]
    [InlineData(50, 50)]
    [InlineData(95, 95)]
    [InlineData(99, 99)]
    [InlineData(100, 100)]
    public void A_percentile_is_the_nearest_rank(int percent, double milliseconds)
    {
        var latencies = new Latencies(Enumerable.Range(1, 100).Reverse().Select(latency => TimeSpan.FromMilliseconds(latency)));

        Assert.Equal(milliseconds, latencies.Percentile(percent));
    }

    [Fact]
    public void A_high_percentile_of_few_latencies_is_the_longest()
    {
        var latencies = new Latencies([TimeSpan.FromMilliseconds(9), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2)]);

        Assert.Equal((2, 9), (latencies.Percentile(50), latencies.Percentile(99)));
    }

    [Fact]
    public void Processor_time_per_event_is_the_difference_divided_by_the_count()
    {
        var total = new ProcessorTime(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7)) - new ProcessorTime(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));

        Assert.Equal(new ProcessorTime(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), total / 2);
    }
}
