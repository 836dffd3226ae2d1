namespace Metropool.Jobs;

/// <summary>
/// Recurring work of a service. A run does everything that is due, however long ago it became due. It can run again at any time, and in several replicas at
/// once (ADR 39).
/// </summary>
public interface IJob
{
    /// <summary>What the job does, for logs and traces, such as "expire agreements".</summary>
    static abstract string Name { get; }

    /// <summary>Does everything that is due.</summary>
    /// <returns>How many items were due.</returns>
    Task<int> RunAsync(CancellationToken cancellationToken);
}
