using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

/// <summary>
/// The work list as a file for a spreadsheet: CSV (RFC 4180) in UTF-8 with a byte order mark, separated by semicolons, which is what a Dutch spreadsheet opens as a table.
/// What a spreadsheet would take for a formula begins with an apostrophe.
/// </summary>
internal static class ExportApplications
{
    private static readonly CsvWriterOptions Format = CsvWriterOptions.Default with
    {
        Separator = ';',
        WriteByteOrderMark = true,
        Injection = CsvInjection.Escape,
    };

    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> HandleAsync(
        [Description("Of this edition. Without it: of every edition whose dean, programme manager or project manager you are.")] Guid? editionId,
        [Description("Only those that stand there.")] ApplicationStatus? status,
        [Description("Only those that await this.")] Awaited? awaits,
        [Description("Only those with whose interview it stands so.")] InterviewStanding? interview,
        [Description("Only those whose employer, the last that is known, is this organisation.")] Guid? organisationId,
        [Description("Only those whose last employer is connected to an organisation (true), or known by name only (false).")] bool? employerConnected,
        [Description("Only those in whose interview this person sits or sat.")] Guid? panelMemberId,
        [Description("By name unless given.")] WorkListOrder? order,
        Caller caller,
        IntakeDbContext db,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var filter = new WorkListFilter
        {
            EditionId = editionId,
            Status = status,
            Awaits = awaits,
            Interview = interview,
            OrganisationId = organisationId,
            EmployerConnected = employerConnected,
            PanelMemberId = panelMemberId,
        };
        await using var planned = await db.BeginWithCustomPlansAsync(cancellationToken);
        if (await db.WorkListAsync(filter, caller, clock.Today, cancellationToken) is not { } applications)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var editions = await db.Editions.OrganisedBy(caller, clock.Today).ToDictionaryAsync(edition => edition.Id, edition => edition.Name, cancellationToken);
        var ordered = await applications.InOrderAsync(order ?? WorkListOrder.Name, after: null, db, cancellationToken);
        var file = new MemoryStream();
        await using (var csv = CsvWriter.Create(file, Format, leaveOpen: true))
        {
            await csv.WriteRecordAsync(["edition", "name", "status", "awaits", "awaitsSince", "employer", "submittedAt", "interviewAt", "waitListPosition", "id"], cancellationToken);
            await foreach (var application in ordered.Summarised(db, clock.Today).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                await csv.WriteRecordAsync(
                [
                    Plain(editions.GetValueOrDefault(application.EditionId)), Plain(application.DisplayName), NameOf(application.Status), NameOf(application.Awaits),
                    Local(application.AwaitsSince), Plain(application.Employer),
                    Local(application.SubmittedAt), Local(application.InterviewAt), application.WaitListPosition?.ToString(CultureInfo.InvariantCulture), application.Id.ToString(),
                ], cancellationToken);
            }
        }

        file.Position = 0;
        return TypedResults.File(file, "text/csv; charset=utf-8", "applications.csv");
    }

    // Spreadsheets take the full-width forms of =, +, - and @ for the same; the library knows the others, and takes no characters but those of ASCII.
    private static string? Plain(string? text) => text is ['＝' or '＋' or '－' or '＠', ..] ? $"'{text}" : text;

    // As in JSON.
    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    // In Europe/Amsterdam, as a spreadsheet reads it.
    private static string? Local(DateTimeOffset? moment) => moment is { } at ? ProgrammeClock.LocalOf(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : null;
}
