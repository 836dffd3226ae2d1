namespace Metropool.Tool.Bench;

/// <summary>A measured value.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
/// <param name="Unit">The unit, such as <c>s</c>, <c>MB</c> or <c>events/s</c>.</param>
internal sealed record Figure(string Name, double Value, string Unit)
{
    /// <summary>The target; null if the figure is for information only.</summary>
    public Target? Target { get; init; }

    /// <summary>Values to compare it with, measured in the same run.</summary>
    public IReadOnlyList<Comparison> ComparedWith { get; init; } = [];

    /// <summary>Whether the target is met; null without a target.</summary>
    public bool? IsMet => Target?.IsMetBy(Value);
}

/// <summary>The target of a figure.</summary>
/// <param name="Kind">Whether the limit is a maximum or a minimum.</param>
/// <param name="Limit">The limit, inclusive.</param>
internal sealed record Target(TargetKind Kind, double Limit)
{
    public static Target AtMost(double limit) => new(TargetKind.AtMost, limit);

    public static Target AtLeast(double limit) => new(TargetKind.AtLeast, limit);

    public bool IsMetBy(double value) => Kind == TargetKind.AtMost ? value <= Limit : value >= Limit;
}

/// <summary>Whether a limit is a maximum or a minimum.</summary>
internal enum TargetKind
{
    AtMost,
    AtLeast,
}

/// <summary>A value to compare a figure with.</summary>
/// <param name="With">What was measured.</param>
/// <param name="Value">The value, in the unit of the figure.</param>
internal sealed record Comparison(string With, double Value);
