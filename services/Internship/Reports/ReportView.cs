using Metropool.Http;
using Metropool.Internship.Internships;

namespace Metropool.Internship.Reports;

/// <summary>The report of an internship, as much of it as the reader may see (R30, R46).</summary>
/// <param name="Confidential">Whether only dean and programme manager read it, beside the participant.</param>
/// <param name="DueOn">The day on which it is due; a pause moves it on. Null before a placement is approved.</param>
/// <param name="SubmittedAt">When it was handed in first.</param>
/// <param name="Late">Whether that was after the day on which it was due.</param>
/// <param name="Latest">What was handed in last; null while nothing was.</param>
/// <param name="Draft">What is being written; the writer's alone.</param>
/// <param name="Versions">Every version, oldest first; its text is read by its number.</param>
/// <param name="Comments">What dean and programme manager gave back; null for who may not read it.</param>
internal sealed record ReportView(
    bool Confidential,
    DateOnly? DueOn,
    DateTimeOffset? SubmittedAt,
    bool Late,
    ReportTextView? Latest,
    ReportDraftView? Draft,
    IReadOnlyList<ReportVersionSummary> Versions,
    IReadOnlyList<ReportCommentView>? Comments) : IVersioned
{
    // What its writer would overwrite.
    public ResourceVersion GetVersion() => ResourceVersion.Of(Confidential, Draft?.Research, Draft?.Reflection);

    public static ReportView Of(InternshipFile file, DateOnly? dueOn, Reader reader)
    {
        var report = file.Report;
        var confidential = report?.Confidential ?? false;
        return new ReportView(
            confidential,
            dueOn,
            file.ReportSubmittedAt,
            report?.Versions.Any(version => version.Late) ?? false,
            report?.Latest is { } latest ? ReportTextView.Of(latest, confidential, reader) : null,
            reader.IsParticipant && report is not null ? new ReportDraftView(report.Research, report.Reflection, report.WrittenAt, report.IsChanged) : null,
            [.. (report?.Versions ?? []).OrderBy(version => version.Number).Select(version => new ReportVersionSummary(version.Number, version.SubmittedAt, version.Late))],
            reader.ReadsTexts ? [.. (report?.Comments ?? []).OrderBy(c => c.At).Select(ReportCommentView.Of)] : null);
    }
}

/// <summary>A version of the report.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="SubmittedAt">When it was handed in.</param>
/// <param name="Research">Part 1: the research with its conclusions; null for who may not read it.</param>
/// <param name="Reflection">Part 2: the reflection on personal learning; null for who may not read it.</param>
internal sealed record ReportTextView(int Number, DateTimeOffset SubmittedAt, string? Research, string? Reflection)
{
    public static ReportTextView Of(ReportVersion version, bool confidential, Reader reader) => new(
        version.Number,
        version.SubmittedAt,
        reader.ReadsResearch(confidential) ? version.Research : null,
        reader.ReadsReflection(confidential) ? version.Reflection : null);
}

/// <summary>A report as it is being written.</summary>
/// <param name="Research">Part 1: the research with its conclusions.</param>
/// <param name="Reflection">Part 2: the reflection on personal learning.</param>
/// <param name="WrittenAt">When it was kept last.</param>
/// <param name="Changed">Whether it differs from what was handed in last.</param>
internal sealed record ReportDraftView(string Research, string Reflection, DateTimeOffset WrittenAt, bool Changed);

/// <summary>That a version was handed in.</summary>
internal sealed record ReportVersionSummary(int Number, DateTimeOffset SubmittedAt, bool Late);

/// <summary>A comment on a version.</summary>
internal sealed record ReportCommentView(int Version, string Text, ActorView By, DateTimeOffset At)
{
    public static ReportCommentView Of(ReportComment comment) => new(comment.VersionNumber, comment.Text, ActorView.Of(comment.By), comment.At);
}
