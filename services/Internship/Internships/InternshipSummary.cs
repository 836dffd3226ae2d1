using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Internships;

/// <summary>Where an internship stands.</summary>
/// <param name="Id">The internship.</param>
/// <param name="ParticipationId">The participation that it is part of.</param>
/// <param name="EditionId">The edition.</param>
/// <param name="EditionName">The edition's name; null for the moment in which it isn't known here yet.</param>
/// <param name="PersonId">The participant.</param>
/// <param name="DisplayName">The participant's name.</param>
/// <param name="Status">Where the internship stands.</param>
/// <param name="ParticipationStatus">Where the participation stands.</param>
/// <param name="Host">The host organisation: the approved one, else the one proposed.</param>
/// <param name="From">The first day there.</param>
/// <param name="Until">The last day there.</param>
/// <param name="LoggedMinutes">What was logged.</param>
/// <param name="ReportDueOn">The day on which the report is due; a pause moves it on.</param>
/// <param name="ReportSubmittedAt">When the report was handed in first.</param>
/// <param name="PresentedAt">When the participant presented.</param>
/// <param name="CompletedAt">When the internship was completed.</param>
/// <param name="TakenOver">Whether the final assessment has taken the completed internship over (R31).</param>
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
    bool TakenOver);

/// <summary>A host organisation in short.</summary>
internal sealed record HostSummary(string Name, string Country);

/// <summary>Reads summaries.</summary>
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

    /// <summary>The summaries of internships in parts, oldest first.</summary>
    public static async Task<Page<InternshipSummary>> SummariesAsync(
        this InternshipDbContext db, IQueryable<InternshipFile> internships, Paging paging, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var today = clock.Today;
        return (await db.RowsOf(internships).ToPageAsync(paging, Order, cancellationToken)).Select(row => Summarise(row, today));
    }

    private static IQueryable<Row> RowsOf(this InternshipDbContext db, IQueryable<InternshipFile> internships) =>
        (from file in internships.Include(f => f.Placements)
            join participation in db.Participations on file.ParticipationId equals participation.Id
            let name = db.People.Where(person => person.Id == file.PersonId).Select(person => person.DisplayName).FirstOrDefault() ?? participation.DisplayName
            select new Row
            {
                File = file,
                Participation = participation,
                Name = name,
                Edition = db.Editions.Where(edition => edition.Id == file.EditionId).Select(edition => edition.Name).FirstOrDefault(),
                TakenOver = db.Assessments.Any(assessment => assessment.InternshipId == file.Id),
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
            row.TakenOver);
    }

    private sealed class Row
    {
        public required InternshipFile File { get; init; }

        public required Copies.Participation Participation { get; init; }

        public required string Name { get; init; }

        public required string? Edition { get; init; }

        public required bool TakenOver { get; init; }
    }
}
