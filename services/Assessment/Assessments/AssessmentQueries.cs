using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Assessments;

/// <summary>The texts of the participant to load with an assessment file. There can be many long versions.</summary>
internal enum Texts
{
    None,

    /// <summary>The current version of each text.</summary>
    Current,

    /// <summary>All versions.</summary>
    All,
}

/// <summary>What is loaded with an assessment file.</summary>
internal static class AssessmentQueries
{
    /// <summary>Everything that decisions need, without the texts.</summary>
    public static IQueryable<AssessmentFile> WithParts(this IQueryable<AssessmentFile> files) => files
        .Include(file => file.Participation)
        .Include(file => file.Attendance)
        .Include(file => file.Internship)
        .Include(file => file.Interviews)
        .Include(file => file.Held)
        .Include(file => file.Chapters)
        .Include(file => file.Pages)
        .Include(file => file.Certificates)
        .AsSplitQuery();

    public static IQueryable<AssessmentFile> WithTexts(this IQueryable<AssessmentFile> files, Texts texts) => texts switch
    {
        Texts.Current => files
            .Include(file => file.Chapters).ThenInclude(chapter => chapter.Versions.OrderByDescending(version => version.Number).Take(1))
            .Include(file => file.Pages).ThenInclude(page => page.Versions.OrderByDescending(version => version.Number).Take(1)),
        Texts.All => files
            .Include(file => file.Chapters).ThenInclude(chapter => chapter.Versions)
            .Include(file => file.Pages).ThenInclude(page => page.Versions),
        _ => files,
    };
}
