namespace Metropool.Messaging.Queues;

/// <summary>Delays between attempts that double from the first to the longest.</summary>
internal sealed record Backoff(TimeSpan First, TimeSpan Longest)
{
    private const int MaxDoublings = 20;

    /// <summary>The delay after a number of failures in a row, from 1.</summary>
    public TimeSpan After(int failures)
    {
        var delay = First * Math.Pow(2, Math.Min(failures - 1, MaxDoublings));
        return delay < Longest ? delay : Longest;
    }
}
