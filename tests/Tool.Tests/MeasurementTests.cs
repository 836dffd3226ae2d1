using Metropool.Tool.Bench.Messaging;

namespace Metropool.Tool.Tests;

public class MeasurementTests
{
    [Theory]
    [InlineData(50, 50)]
    [InlineData(95, 95)]
    [InlineData(99, 99)]
    [InlineData(100, 100)]
    public void A_percentile_is_a_delay_that_was_measured_and_that_so_many_do_not_exceed(int hundredths, double milliseconds)
    {
        var delays = new Delays(Enumerable.Range(1, 100).Reverse().Select(delay => TimeSpan.FromMilliseconds(delay)));

        Assert.Equal(milliseconds, delays.Percentile(hundredths));
    }

    [Fact]
    public void Of_few_delays_the_high_percentile_is_the_longest()
    {
        var delays = new Delays([TimeSpan.FromMilliseconds(9), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2)]);

        Assert.Equal((2, 9), (delays.Percentile(50), delays.Percentile(99)));
    }

    [Fact]
    public void Processor_time_of_a_part_is_the_difference_divided()
    {
        var whole = new ProcessorTime(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7)) - new ProcessorTime(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));

        Assert.Equal(new ProcessorTime(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), whole / 2);
    }
}
