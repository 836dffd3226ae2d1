using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Reports;

/// <summary>The report of an internship, with the parts that the caller can read (R30, R46).</summary>
/// <param name="Confidential">Whether only the participant, the dean and the programme manager can read it.</param>
/// <param name="DueOn">The due date, moved by pauses; null until a placement is approved.</param>
/// <param name="SubmittedAt">When it was first submitted, UTC.</param>
/// <param name="Late">Whether that was after the due date.</param>
/// <param name="Latest">The latest submitted version; null until it is submitted.</param>
/// <param name="Draft">The draft; null unless the caller is the participant.</param>
/// <param name="Versions">All versions, oldest first. The text of a version is a resource of its own.</param>
/// <param name="Comments">The comments of the dean and the programme manager; null if the caller can't read them.</param>
internal sealed record ReportDetail(
    bool Confidential,
    DateOnly? DueOn,
    DateTimeOffset? SubmittedAt,
    bool Late,
    ReportVersionDetail? Latest,
    ReportDraftDetail? Draft,
    IReadOnlyList<ReportVersionSummary> Versions,
    IReadOnlyList<ReportCommentDetail>? Comments) : IVersioned
{
    // The parts that a PUT replaces.
    public ResourceVersion GetVersion() => ResourceVersion.Of(Confidential, Draft?.Research, Draft?.Reflection);

    public static ReportDetail Of(InternshipFile file, DateOnly? dueOn, Reader reader)
    {
        var report = file.Report;
        var confidential = report?.Confidential ?? false;
        return new ReportDetail(
            confidential,
            dueOn,
            file.ReportSubmittedAt,
            report?.Versions.Any(version => version.Late) ?? false,
            report?.Latest is { } latest ? ReportVersionDetail.Of(latest, confidential, reader) : null,
            reader.IsParticipant && report is not null ? new ReportDraftDetail(report.Research, report.Reflection, report.WrittenAt, report.IsChanged) : null,
            [.. (report?.Versions ?? []).OrderBy(version => version.Number).Select(ReportVersionSummary.Of)],
            reader.ReadsTexts ? [.. (report?.Comments ?? []).OrderBy(c => c.At).Select(ReportCommentDetail.Of)] : null);
    }

    /// <summary>The report as its participant sees it.</summary>
    public static async Task<ReportDetail> OfOwnAsync(InternshipFile file, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var participation = await db.Participations.SingleAsync(participation => participation.Id == file.ParticipationId, cancellationToken);
        return Of(file, file.ReportDueOnWithPauses(participation, clock.Today), new Reader { IsParticipant = true });
    }
}

/// <summary>A version of the report.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="SubmittedAt">When it was submitted, UTC.</param>
/// <param name="Research">Part 1: the research with its conclusions; null if the caller can't read it.</param>
/// <param name="Reflection">Part 2: the reflection on personal learning; null if the caller can't read it.</param>
internal sealed record ReportVersionDetail(int Number, DateTimeOffset SubmittedAt, string? Research, string? Reflection)
{
    public static ReportVersionDetail Of(ReportVersion version, bool confidential, Reader reader) => new(
        version.Number,
        version.SubmittedAt,
        reader.ReadsResearch(confidential) ? version.Research : null,
        reader.ReadsReflection(confidential) ? version.Reflection : null);
}

/// <summary>The draft of a report.</summary>
/// <param name="Research">Part 1: the research with its conclusions.</param>
/// <param name="Reflection">Part 2: the reflection on personal learning.</param>
/// <param name="WrittenAt">When it was last saved, UTC.</param>
/// <param name="Changed">Whether it differs from the latest submitted version.</param>
internal sealed record ReportDraftDetail(string Research, string Reflection, DateTimeOffset WrittenAt, bool Changed);

/// <summary>A version, without its text.</summary>
internal sealed record ReportVersionSummary(int Number, DateTimeOffset SubmittedAt, bool Late)
{
    public static ReportVersionSummary Of(ReportVersion version) => new(version.Number, version.SubmittedAt, version.Late);
}

/// <summary>A comment on a version.</summary>
internal sealed record ReportCommentDetail(int Version, string Text, ActorDetail By, DateTimeOffset At)
{
    public static ReportCommentDetail Of(ReportComment comment) => new(comment.VersionNumber, comment.Text, ActorDetail.Of(comment.By), comment.At);
}
