using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Internships;

/// <summary>The texts to load with an internship file.</summary>
internal enum Texts
{
    None,

    /// <summary>The report with its versions and comments. They are long, and most decisions don't need them.</summary>
    Report,
}

/// <summary>What is loaded with an internship file.</summary>
internal static class InternshipQueries
{
    /// <summary>Everything that decisions need, without the report.</summary>
    public static IQueryable<InternshipFile> WithParts(this IQueryable<InternshipFile> files) => files
        .Include(file => file.Placements)
        .Include(file => file.FormerEmployers)
        .Include(file => file.Days)
        .Include(file => file.Extensions)
        .Include(file => file.Checklist)
        .AsSplitQuery();

    public static IQueryable<InternshipFile> WithTexts(this IQueryable<InternshipFile> files, Texts texts) =>
        texts == Texts.Report ? files.Include(file => file.Report).AsSplitQuery() : files;
}
