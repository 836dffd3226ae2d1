using Metropool.Internship.Internships;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Internship.Reports;

/// <summary>
/// The internship report (R30): the draft, and every submitted version. A version never changes.
/// </summary>
internal sealed class Report
{
    private readonly List<ReportVersion> _versions = [];
    private readonly List<ReportComment> _comments = [];

    /// <summary>The internship.</summary>
    public required Guid InternshipId { get; init; }

    /// <summary>The draft of part 1: the research with its conclusions.</summary>
    public string Research { get; private set; } = "";

    /// <summary>The draft of part 2: the reflection on personal learning.</summary>
    public string Reflection { get; private set; } = "";

    /// <summary>Whether only the participant, the dean and the programme manager can read it. It takes effect at once, also for submitted versions.</summary>
    public bool Confidential { get; private set; }

    public DateTimeOffset WrittenAt { get; private set; }

    public IReadOnlyList<ReportVersion> Versions => _versions;

    /// <summary>The comments of the dean and the programme manager. The participant can read them.</summary>
    public IReadOnlyList<ReportComment> Comments => _comments;

    public ReportVersion? Latest => _versions.MaxBy(version => version.Number);

    /// <summary>Whether the draft differs from the latest submitted version.</summary>
    public bool IsChanged => Latest is not { } latest || latest.Research != Research || latest.Reflection != Reflection;

    public void Write(string research, string reflection, bool confidential, DateTimeOffset now) =>
        (Research, Reflection, Confidential, WrittenAt) = (research, reflection, confidential, now);

    public void Submit(bool isLate, DateTimeOffset now) => _versions.Add(new ReportVersion
    {
        Id = Guid.CreateVersion7(),
        Number = _versions.Count + 1,
        Research = Research,
        Reflection = Reflection,
        SubmittedAt = now,
        Late = isLate,
    });

    public void Comment(int version, string text, Actor by, DateTimeOffset now) =>
        _comments.Add(new ReportComment { Id = Guid.CreateVersion7(), VersionNumber = version, Text = text, By = by, At = now });
}

/// <summary>A submitted version of a report.</summary>
internal sealed class ReportVersion
{
    public required Guid Id { get; init; }

    public required int Number { get; init; }

    public required string Research { get; init; }

    public required string Reflection { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Whether the report was first submitted after its due date.</summary>
    public required bool Late { get; init; }
}

/// <summary>A comment of the dean or the programme manager on a version.</summary>
internal sealed class ReportComment
{
    public required Guid Id { get; init; }

    public required int VersionNumber { get; init; }

    public required string Text { get; init; }

    public required Actor By { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>An extension of a report's due date.</summary>
internal sealed class ReportExtension
{
    public required Guid Id { get; init; }

    public required DateOnly PreviouslyDueOn { get; init; }

    public required DateOnly DueOn { get; init; }

    public required string Reason { get; init; }

    public required Actor By { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class ReportConfiguration : IEntityTypeConfiguration<Report>
{
    public void Configure(EntityTypeBuilder<Report> builder)
    {
        const string fileId = "InternshipId";
        builder.ToTable("reports");
        builder.HasKey(report => report.InternshipId);
        builder.Ignore(report => report.Latest).Ignore(report => report.IsChanged);
        builder.OwnsMany(report => report.Versions, version =>
        {
            version.ToTable("report_versions");
            version.WithOwner().HasForeignKey(fileId);
            version.HasKey(v => v.Id);
            version.HasIndex(fileId, nameof(ReportVersion.Number)).IsUnique();
        });
        builder.OwnsMany(report => report.Comments, comment =>
        {
            comment.ToTable("report_comments");
            comment.WithOwner().HasForeignKey(fileId);
            comment.HasKey(c => c.Id);
            comment.OwnsOne(c => c.By);
        });
    }
}

internal sealed class ReportExtensionConfiguration : IEntityTypeConfiguration<ReportExtension>
{
    public void Configure(EntityTypeBuilder<ReportExtension> builder)
    {
        builder.ToTable("report_extensions");
        builder.ComplexProperty(extension => extension.By);
    }
}
