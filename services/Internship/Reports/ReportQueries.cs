using Metropool.Internship.Internships;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Reports;

/// <summary>What decisions about a report need from the database.</summary>
internal static class ReportQueries
{
    /// <summary>With the report and everything that handing it in decides about.</summary>
    public static IQueryable<InternshipFile> WithReport(this IQueryable<InternshipFile> files) => files.Whole().Include(file => file.Report);
}
