using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Internships;

/// <summary>The status and the main dates of an internship. It contains no text that the participant wrote.</summary>
/// <param name="Id">The internship.</param>
/// <param name="ParticipationId">The participation.</param>
/// <param name="EditionId">The edition.</param>
/// <param name="EditionName">The edition's name; null until the edition is known to this service.</param>
/// <param name="PersonId">The participant.</param>
/// <param name="DisplayName">The participant's name.</param>
/// <param name="Status">The status of the internship.</param>
/// <param name="ParticipationStatus">The status of the participation.</param>
/// <param name="Host">The host organisation of the approved placement, or else of the proposed one.</param>
/// <param name="From">The first day there.</param>
/// <param name="Until">The last day there.</param>
/// <param name="LoggedMinutes">The logged time.</param>
/// <param name="ReportDueOn">The due date of the report, moved by pauses.</param>
/// <param name="ReportSubmittedAt">When the report was first submitted, UTC.</param>
/// <param name="PresentedAt">When the participant presented the internship, UTC.</param>
/// <param name="CompletedAt">When the internship was completed, UTC.</param>
/// <param name="IncludedInAssessment">Whether the final assessment includes the completed internship (R31).</param>
internal sealed record InternshipSummary(
    Guid Id,
    Guid ParticipationId,
    Guid EditionId,
    string? EditionName,
    Guid PersonId,
    string DisplayName,
    InternshipStatus Status,
    ParticipationStatus ParticipationStatus,
    HostSummary? Host,
    DateOnly? From,
    DateOnly? Until,
    int LoggedMinutes,
    DateOnly? ReportDueOn,
    DateTimeOffset? ReportSubmittedAt,
    DateTimeOffset? PresentedAt,
    DateTimeOffset? CompletedAt,
    bool IncludedInAssessment);

/// <summary>The name and the country of a host organisation.</summary>
internal sealed record HostSummary(string Name, string Country);

/// <summary>Queries of summaries.</summary>
internal static class InternshipSummaries
{
    private static readonly Keyset<Row> Order = Keyset.Ascending((Row row) => row.File.Id);

    /// <summary>The summaries of a few internships, oldest first.</summary>
    public static async Task<IReadOnlyList<InternshipSummary>> SummariesAsync(
        this InternshipDbContext db, IQueryable<InternshipFile> internships, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var today = clock.Today;
        var found = await db.RowsOf(internships).OrderBy(row => row.File.Id).ToListAsync(cancellationToken);
        return [.. found.Select(row => Summarise(row, today))];
    }

    /// <summary>A page of the summaries of internships, oldest first.</summary>
    public static async Task<Page<InternshipSummary>> SummariesAsync(
        this InternshipDbContext db, IQueryable<InternshipFile> internships, Paging paging, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var today = clock.Today;
        return (await db.RowsOf(internships).ToPageAsync(paging, Order, cancellationToken)).Select(row => Summarise(row, today));
    }

    private static IQueryable<Row> RowsOf(this InternshipDbContext db, IQueryable<InternshipFile> internships) =>
        (from file in internships.Include(f => f.Placements)
            join participation in db.Participations on file.ParticipationId equals participation.Id
            let name = db.People.Where(person => person.Id == file.PersonId).Select(person => person.DisplayName).FirstOrDefault()
            select new Row
            {
                File = file,
                Participation = participation,
                Name = name ?? participation.DisplayName,
                Edition = db.Editions.Where(edition => edition.Id == file.EditionId).Select(edition => edition.Name).FirstOrDefault(),
                IncludedInAssessment = db.Assessments.Any(assessment => assessment.InternshipId == file.Id),
            }).AsNoTracking().AsSplitQuery();

    private static InternshipSummary Summarise(Row row, DateOnly today)
    {
        var (file, participation) = (row.File, row.Participation);
        var placement = file.ApprovedPlacement ?? file.ProposedPlacement;
        return new InternshipSummary(
            file.Id,
            file.ParticipationId,
            file.EditionId,
            row.Edition,
            file.PersonId,
            row.Name,
            file.Status,
            participation.Status,
            placement is null ? null : new HostSummary(placement.Host.Name, placement.Host.Country),
            placement?.FirstDay,
            placement?.LastDay,
            file.LoggedMinutes,
            file.ReportDueOnWithPauses(participation, today),
            file.ReportSubmittedAt,
            file.PresentedAt,
            file.CompletedAt,
            row.IncludedInAssessment);
    }

    private sealed class Row
    {
        public required InternshipFile File { get; init; }

        public required Participation Participation { get; init; }

        public required string Name { get; init; }

        public required string? Edition { get; init; }

        public required bool IncludedInAssessment { get; init; }
    }
}
