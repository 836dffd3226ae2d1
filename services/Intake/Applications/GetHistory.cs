using System.ComponentModel;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

/// <summary>One line of an application's history.</summary>
internal sealed record HistoryLine
{
    public required DateTimeOffset At { get; init; }

    public required HistoryKind What { get; init; }

    [Description("Where the application stood then.")]
    public required ApplicationStatus Status { get; init; }

    [Description("Who did it; null where the calendar or the clock said it, or where it followed by itself.")]
    public ActorView? By { get; init; }

    [Description("Why, of a decision, or of an employer that refused.")]
    public string? Reason { get; init; }

    [Description("When the interview was in the calendar, of a booking or a move.")]
    public DateTimeOffset? InterviewAt { get; init; }

    [Description("Whom of the team a conflict of interest is about.")]
    public string? Concerns { get; init; }

    [Description("The judgement that was written or confirmed. A separate one is its author's alone until both are in.")]
    public JudgementView? Judgement { get; init; }

    /// <param name="entry">The line as it is kept.</param>
    /// <param name="judgements">The judgements of the application that may be read, by their ids.</param>
    public static HistoryLine Of(HistoryEntry entry, Dictionary<Guid, Judgement> judgements) => new()
    {
        At = entry.At,
        What = entry.What,
        Status = entry.Status,
        By = entry.By.DisplayName is { } name ? new ActorView(name, entry.By.Part, entry.By.Deputy) : null,
        Reason = entry.Reason,
        InterviewAt = entry.InterviewAt,
        Concerns = entry.Concerns,
        Judgement = entry.JudgementId is { } judgementId && judgements.TryGetValue(judgementId, out var judgement) ? JudgementView.Of(judgement) : null,
    };
}

internal sealed record ActorView(
    string DisplayName,
    [property: Description("Null for the candidate and the employer.")] TeamPart? Part,
    bool Deputy);

internal static class GetHistory
{
    private static readonly Keyset<HistoryEntry> Order = Keyset.Ascending((HistoryEntry entry) => entry.Id);

    public static async Task<Results<Ok<Page<HistoryLine>>, ProblemHttpResult>> HandleAsync(
        Guid id, [AsParameters] Paging paging, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        // The lines first: a judgement that one of them names was committed with it, and is among those that are read after.
        var entries = await db.History.AsNoTracking().Where(entry => entry.ApplicationId == id).ToPageAsync(paging, Order, cancellationToken);
        if (await db.ReadableBy(caller, clock.Today).AsNoTracking().Include(a => a.Judgements).SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        var judgements = application.Judgements.Where(judgement => application.IsReadable(judgement, caller.Me())).ToDictionary(judgement => judgement.Id);
        return TypedResults.Ok(entries.Select(entry => HistoryLine.Of(entry, judgements)));
    }
}
