namespace Metropool.Journey;

/// <summary>The results of a journey.</summary>
public sealed record JourneyReport
{
    /// <summary>The gateway.</summary>
    public required Uri Url { get; init; }

    /// <summary>The number of participants.</summary>
    public required int Participants { get; init; }

    /// <summary>The names of the editions that the participants are in.</summary>
    public required IReadOnlyList<string> Editions { get; init; }

    /// <summary>The number of participants with a certificate that can be verified.</summary>
    public required int Certificates { get; init; }

    /// <summary>The duration of the journey.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Completed journeys per minute.</summary>
    public double PerMinute => Math.Round(Certificates / Elapsed.TotalMinutes, 2);

    /// <summary>The steps, in the order in which they ran.</summary>
    public required IReadOnlyList<StepResult> Steps { get; init; }

    /// <summary>The forbidden requests and their outcomes.</summary>
    public required IReadOnlyList<ForbiddenAttempt> Refused { get; init; }

    /// <summary>The counts at the end, from every service.</summary>
    public required IReadOnlyList<CountResult> Counts { get; init; }

    /// <summary>The requests, ordered by total time, longest first.</summary>
    public required IReadOnlyList<RequestStatistics> Requests { get; init; }

    /// <summary>The number of requests that were repeated after a transient failure.</summary>
    public required int Retries { get; init; }

    /// <summary>Descriptions of everything that is missing.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Whether nothing is missing.</summary>
    public bool IsComplete => Missing.Count == 0;
}

/// <summary>One step of the journey.</summary>
/// <param name="Name">The title of the step.</param>
/// <param name="Expected">The number of targets.</param>
/// <param name="Done">The number of targets for which it succeeded.</param>
/// <param name="Elapsed">The duration of the step.</param>
public sealed record StepResult(string Name, int Expected, int Done, TimeSpan Elapsed)
{
    /// <summary>Successes per second.</summary>
    public double PerSecond => Elapsed > TimeSpan.Zero ? Math.Round(Done / Elapsed.TotalSeconds, 1) : 0;
}

/// <summary>A request that must be refused.</summary>
/// <param name="Attempt">The description of the request.</param>
/// <param name="Codes">The codes with which it may be refused.</param>
/// <param name="Outcome">The code or status of the response, or <see cref="Allowed"/>.</param>
public sealed record ForbiddenAttempt(string Attempt, string Codes, string Outcome)
{
    /// <summary>The outcome of a request that was not refused.</summary>
    public const string Allowed = "allowed";

    /// <summary>The separator of codes.</summary>
    public const string Or = " or ";

    /// <summary>Whether it was refused with one of the codes.</summary>
    public bool IsAsExpected => Codes.Split(Or).Contains(Outcome);
}

/// <summary>A count at the end of the journey.</summary>
/// <param name="Name">What was counted.</param>
/// <param name="Expected">The expected number.</param>
/// <param name="Actual">The actual number.</param>
public sealed record CountResult(string Name, int Expected, int Actual);

/// <summary>The requests of one operation.</summary>
/// <param name="Operation">The method and the path without ids.</param>
/// <param name="Count">The number of requests.</param>
/// <param name="MeanMilliseconds">The mean time until the response was read.</param>
/// <param name="P99Milliseconds">The 99th percentile of that time.</param>
public sealed record RequestStatistics(string Operation, int Count, double MeanMilliseconds, double P99Milliseconds);

/// <summary>The progress of a journey.</summary>
/// <param name="Step">The title of the current step.</param>
/// <param name="Done">The number of completed items.</param>
/// <param name="Total">The total number of items.</param>
public sealed record JourneyProgress(string Step, int Done, int Total);
