namespace Metropool.Internship.Hours;

/// <summary>The time that a participant spent at the host organisation on one day.</summary>
internal sealed class LoggedDay
{
    public required Guid Id { get; init; }

    /// <summary>The day, in Europe/Amsterdam.</summary>
    public required DateOnly Date { get; init; }

    public required int Minutes { get; set; }

    /// <summary>What was done, in a few words.</summary>
    public string? What { get; set; }

    public required DateTimeOffset LoggedAt { get; set; }
}
