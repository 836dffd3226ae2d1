using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

/// <summary>
/// The work list as a file for a spreadsheet: CSV (RFC 4180) in UTF-8 with a byte order mark, separated by semicolons, which a Dutch spreadsheet opens as a
/// table. A text that a spreadsheet would read as a formula begins with an apostrophe.
/// </summary>
internal static class ExportApplications
{
    private static readonly string[] Header =
        ["edition", "name", "status", "nextStep", "waitingSince", "employer", "submittedAt", "interviewAt", "waitListPosition", "id"];

    private static readonly CsvWriterOptions Format = CsvWriterOptions.Default with
    {
        Separator = ';',
        WriteByteOrderMark = true,
        Injection = CsvInjection.Escape,
    };

    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> HandleAsync(
        [AsParameters] WorkListFilter filter,
        Caller caller,
        IntakeDbContext db,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        await using var planned = await db.BeginWithCustomPlansAsync(cancellationToken);
        if (await db.WorkListAsync(filter, caller, clock.Today, cancellationToken) is not { } applications)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var editions = await db.Editions.OrganisedBy(caller, clock.Today)
            .ToDictionaryAsync(edition => edition.Id, edition => edition.Name, cancellationToken);
        var ordered = await applications.InOrderAsync(filter.Order ?? WorkListOrder.Name, after: null, db, cancellationToken);
        var file = new MemoryStream();
        await using (var csv = CsvWriter.Create(file, Format, leaveOpen: true))
        {
            await csv.WriteRecordAsync(Header, cancellationToken);
            await foreach (var application in ordered.ToSummaries(db, clock.Today).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                await csv.WriteRecordAsync(RowOf(application, editions.GetValueOrDefault(application.EditionId)), cancellationToken);
            }
        }

        file.Position = 0;
        return TypedResults.File(file, "text/csv; charset=utf-8", "applications.csv");
    }

    private static string?[] RowOf(ApplicationSummary application, string? edition) =>
    [
        Plain(edition),
        Plain(application.DisplayName),
        NameOf(application.Status),
        NameOf(application.NextStep),
        Local(application.WaitingSince),
        Plain(application.Employer),
        Local(application.SubmittedAt),
        Local(application.InterviewAt),
        application.WaitListPosition?.ToString(CultureInfo.InvariantCulture),
        application.Id.ToString(),
    ];

    // Spreadsheets read the full-width forms of =, +, - and @ as formulas too. The library escapes the ASCII characters only.
    private static string? Plain(string? text) => text is ['＝' or '＋' or '－' or '＠', ..] ? $"'{text}" : text;

    // As in JSON.
    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    // In Europe/Amsterdam, in a format that spreadsheets read.
    private static string? Local(DateTimeOffset? moment) =>
        moment is { } at ? ProgrammeClock.LocalOf(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : null;
}
