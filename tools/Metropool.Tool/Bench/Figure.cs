namespace Metropool.Tool.Bench;

/// <summary>Something that was measured.</summary>
/// <param name="Name">What.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what, such as <c>s</c>, <c>MB</c> or <c>events/s</c>.</param>
internal sealed record Figure(string Name, double Value, string Unit)
{
    /// <summary>What must be reached; null where the figure is for information.</summary>
    public Bar? Bar { get; init; }

    /// <summary>What it is compared with, measured in the same run.</summary>
    public IReadOnlyList<Comparison> ComparedWith { get; init; } = [];

    /// <summary>Whether the bar is reached; null where there is none.</summary>
    public bool? Reached => Bar?.IsReachedBy(Value);
}

/// <summary>What a figure must reach.</summary>
/// <param name="Kind">From which side.</param>
/// <param name="Limit">How much; the limit itself is still good.</param>
internal sealed record Bar(BarKind Kind, double Limit)
{
    public static Bar AtMost(double limit) => new(BarKind.AtMost, limit);

    public static Bar AtLeast(double limit) => new(BarKind.AtLeast, limit);

    public bool IsReachedBy(double value) => Kind == BarKind.AtMost ? value <= Limit : value >= Limit;
}

/// <summary>From which side a bar limits.</summary>
internal enum BarKind
{
    AtMost,
    AtLeast,
}

/// <summary>The same figure of something else.</summary>
/// <param name="With">What it is.</param>
/// <param name="Value">Its value, in the unit of the figure.</param>
internal sealed record Comparison(string With, double Value);
