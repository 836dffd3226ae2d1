using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

/// <summary>An entry in the history of an application.</summary>
internal sealed record HistoryEntryDetail
{
    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened.</summary>
    public required HistoryKind What { get; init; }

    /// <summary>The status of the application after it.</summary>
    public required ApplicationStatus Status { get; init; }

    /// <summary>The person or employer that did it; null if a date passed, the calendar changed, or it followed from another change.</summary>
    public ActorDetail? By { get; init; }

    /// <summary>The reason of a decision, or of an employer that refused.</summary>
    public string? Reason { get; init; }

    /// <summary>The time of the interview that was booked or moved.</summary>
    public DateTimeOffset? InterviewAt { get; init; }

    /// <summary>The team member with the conflict of interest.</summary>
    public string? Concerns { get; init; }

    /// <summary>The judgement that was written or confirmed. A separate judgement is visible to its author only, until both are written.</summary>
    public JudgementDetail? Judgement { get; init; }

    /// <param name="entry">The entry.</param>
    /// <param name="judgements">The visible judgements of the application, by id.</param>
    public static HistoryEntryDetail Of(HistoryEntry entry, Dictionary<Guid, Judgement> judgements) => new()
    {
        At = entry.At,
        What = entry.What,
        Status = entry.Status,
        By = entry.By.DisplayName is { } name ? new ActorDetail(name, entry.By.Role, entry.By.Deputy) : null,
        Reason = entry.Reason,
        InterviewAt = entry.InterviewAt,
        Concerns = entry.Concerns,
        Judgement = entry.JudgementId is { } judgementId && judgements.TryGetValue(judgementId, out var judgement)
            ? JudgementDetail.Of(judgement)
            : null,
    };
}

/// <summary>The person or employer that did a thing.</summary>
/// <param name="DisplayName">The name.</param>
/// <param name="Role">The role in the team; null for the candidate and the employer.</param>
/// <param name="Deputy">Whether they stand in for the holder of the role (waarnemend).</param>
internal sealed record ActorDetail(string DisplayName, TeamRole? Role, bool Deputy);

internal static class GetHistory
{
    private static readonly Keyset<HistoryEntry> Order = Keyset.Ascending((HistoryEntry entry) => entry.Id);

    public static async Task<Results<Ok<Page<HistoryEntryDetail>>, ProblemHttpResult>> HandleAsync(
        Guid id, [AsParameters] Paging paging, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        await using var snapshot = await db.BeginSnapshotAsync(cancellationToken);
        var entries = await db.History.AsNoTracking().Where(entry => entry.ApplicationId == id).ToPageAsync(paging, Order, cancellationToken);
        if (await db.ApplicationsVisibleTo(caller, clock.Today).AsNoTracking().WithParts()
            .SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        var judgements = application.Judgements.Where(judgement => application.IsVisible(judgement, caller.RequiredPersonId()))
            .ToDictionary(judgement => judgement.Id);
        return TypedResults.Ok(entries.Select(entry => HistoryEntryDetail.Of(entry, judgements)));
    }
}
