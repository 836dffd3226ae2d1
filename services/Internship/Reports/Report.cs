using Metropool.Internship.Placements;

namespace Metropool.Internship.Reports;

/// <summary>
/// The internship report (R30): what the participant is writing, and every version that was handed in. A version never changes.
/// </summary>
internal sealed class Report
{
    private readonly List<ReportVersion> _versions = [];
    private readonly List<ReportComment> _comments = [];

    /// <summary>The internship that it is about.</summary>
    public required Guid InternshipId { get; init; }

    /// <summary>Part 1 as it is being written: the research with its conclusions.</summary>
    public string Research { get; private set; } = "";

    /// <summary>Part 2 as it is being written: the reflection on personal learning.</summary>
    public string Reflection { get; private set; } = "";

    /// <summary>Only dean and programme manager read it, beside the participant. Holds for what was handed in before as well, from when it is set.</summary>
    public bool Confidential { get; private set; }

    public DateTimeOffset WrittenAt { get; private set; }

    public IReadOnlyList<ReportVersion> Versions => _versions;

    /// <summary>What dean and programme manager gave back; the participant reads it.</summary>
    public IReadOnlyList<ReportComment> Comments => _comments;

    public ReportVersion? Latest => _versions.MaxBy(version => version.Number);

    /// <summary>Whether something was written since it was last handed in.</summary>
    public bool IsChanged => Latest is not { } latest || latest.Research != Research || latest.Reflection != Reflection;

    public void Write(string research, string reflection, bool confidential, DateTimeOffset now) =>
        (Research, Reflection, Confidential, WrittenAt) = (research, reflection, confidential, now);

    public void HandIn(bool late, DateTimeOffset now) => _versions.Add(new ReportVersion
    {
        Id = Guid.CreateVersion7(),
        Number = _versions.Count + 1,
        Research = Research,
        Reflection = Reflection,
        SubmittedAt = now,
        Late = late,
    });

    public void Comment(int version, string text, DecidedBy by, DateTimeOffset now) =>
        _comments.Add(new ReportComment { Id = Guid.CreateVersion7(), VersionNumber = version, Text = text, By = by, At = now });
}

/// <summary>The report as it was handed in.</summary>
internal sealed class ReportVersion
{
    public required Guid Id { get; init; }

    public required int Number { get; init; }

    public required string Research { get; init; }

    public required string Reflection { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Handed in for the first time after the day on which it was due.</summary>
    public required bool Late { get; init; }
}

/// <summary>A remark on a version by the dean or the programme manager.</summary>
internal sealed class ReportComment
{
    public required Guid Id { get; init; }

    public required int VersionNumber { get; init; }

    public required string Text { get; init; }

    public required DecidedBy By { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>More time for a report, and why.</summary>
internal sealed class ReportExtension
{
    public required Guid Id { get; init; }

    public required DateOnly PreviouslyDueOn { get; init; }

    public required DateOnly DueOn { get; init; }

    public required string Reason { get; init; }

    public required DecidedBy By { get; init; }

    public required DateTimeOffset At { get; init; }
}
