namespace Metropool.Journey;

/// <summary>What happened on a journey.</summary>
public sealed record JourneyReport
{
    /// <summary>The gateway.</summary>
    public required Uri Url { get; init; }

    /// <summary>How many participants set out for the certificate.</summary>
    public required int Participants { get; init; }

    /// <summary>The editions that they were spread over.</summary>
    public required IReadOnlyList<string> Editions { get; init; }

    /// <summary>How many hold a certificate that verifies.</summary>
    public required int Certificates { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whole journeys per minute.</summary>
    public double PerMinute => Math.Round(Certificates / Elapsed.TotalMinutes, 2);

    /// <summary>What was done, in its order.</summary>
    public required IReadOnlyList<StepFigures> Steps { get; init; }

    /// <summary>What was tried although it must fail, and how it was refused.</summary>
    public required IReadOnlyList<ForbiddenAttempt> Refused { get; init; }

    /// <summary>What was counted at the end, by asking every service.</summary>
    public required IReadOnlyList<Count> Counts { get; init; }

    /// <summary>The requests, the kind that took most time in all first.</summary>
    public required IReadOnlyList<RequestFigures> Requests { get; init; }

    /// <summary>How often something was asked again because its answer was lost.</summary>
    public required int Repeats { get; init; }

    /// <summary>Everything that is missing, in sentences. Empty: the journey is complete.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Nothing is missing.</summary>
    public bool IsComplete => Missing.Count == 0;
}

/// <summary>One step of the journey.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Expected">How often.</param>
/// <param name="Done">How often it succeeded.</param>
/// <param name="Elapsed">How long all of it took.</param>
public sealed record StepFigures(string Name, int Expected, int Done, TimeSpan Elapsed)
{
    /// <summary>How many per second.</summary>
    public double PerSecond => Elapsed > TimeSpan.Zero ? Math.Round(Done / Elapsed.TotalSeconds, 1) : 0;
}

/// <summary>Something that must be refused.</summary>
/// <param name="Attempt">What was tried.</param>
/// <param name="Codes">The codes that it may be refused with.</param>
/// <param name="Answer">The code or status that came, or "allowed".</param>
public sealed record ForbiddenAttempt(string Attempt, string Codes, string Answer)
{
    /// <summary>Separates several codes.</summary>
    public const string Or = " or ";

    /// <summary>It was refused, and for the right reason.</summary>
    public bool IsAsExpected => Codes.Split(Or).Contains(Answer);
}

/// <summary>Something that was counted at the end.</summary>
/// <param name="What">What.</param>
/// <param name="Expected">How many there must be.</param>
/// <param name="Found">How many there are.</param>
public sealed record Count(string What, int Expected, int Found);

/// <summary>The requests of one kind.</summary>
/// <param name="Operation">Method and path, without ids.</param>
/// <param name="Count">How many.</param>
/// <param name="MeanMilliseconds">The mean time to the whole answer.</param>
/// <param name="P99Milliseconds">What 99 of 100 stayed within.</param>
public sealed record RequestFigures(string Operation, int Count, double MeanMilliseconds, double P99Milliseconds);

/// <summary>How far a journey is.</summary>
/// <param name="Step">The step under way.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">How much there is to do in it.</param>
public sealed record JourneyProgress(string Step, int Done, int Total);
