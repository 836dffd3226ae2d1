using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Calendars;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Interviews;

/// <summary>
/// Moves or cancels an interview, or notes that it was missed. Moving and cancelling decide who reads what the participant wrote (R46):
/// dean, programme manager and project manager do it. That it was missed is also known to the panel, which waited.
/// </summary>
internal static class ChangeInterview
{
    /// <param name="StartsAt">The new start.</param>
    /// <param name="Reason">Why; for the team.</param>
    /// <param name="DurationMinutes">The new length; as it was unless given.</param>
    /// <param name="Panel">The new panel; as it was unless given.</param>
    internal sealed record MoveRequest(
        DateTimeOffset StartsAt, [property: Required, StringLength(500), Multiline] string Reason,
        [property: Range(10, 240)] int? DurationMinutes = null, [property: MaxLength(10)] IReadOnlyList<BookInterview.SeatRequest>? Panel = null);

    /// <param name="Reason">Why; for the team.</param>
    internal sealed record Request([property: Required, StringLength(500), Multiline] string Reason);

    public static Task<Results<Ok<InterviewView>, ProblemHttpResult>> MoveAsync(
        Guid interviewId, MoveRequest request, IfMatch ifMatch, Caller caller, SchedulingDbContext db, Calendar calendar, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken) =>
        OnInterviewAsync<InterviewMoved>(
            interviewId, byPanel: false, caller, db, clock, publish,
            async (edition, interview, now, token) =>
            {
                if (ifMatch.Mismatch(interview.Version) is { } mismatch)
                {
                    return mismatch;
                }

                IReadOnlyList<Seat> panel = request.Panel is { } wanted ? [.. wanted.Select(seat => seat.ToSeat())] : [.. interview.Panel.Select(seat => new Seat(seat.PersonId, seat.Part))];
                if (PanelRules.RefuseOwnSeat(edition, caller, panel, clock.Today) is { } own)
                {
                    return own;
                }

                await calendar.LockAsync([.. interview.People, .. panel.Select(seat => seat.PersonId)], token);
                var conflicts = await db.Applications.Where(a => a.ApplicationId == interview.ApplicationId).Select(a => a.ConflictsOfInterest).SingleOrDefaultAsync(token) ?? [];
                var minutes = request.DurationMinutes ?? (int)(interview.EndsAt - interview.StartsAt).TotalMinutes;
                var outcome = interview.Move(edition, new(request.StartsAt, request.StartsAt.AddMinutes(minutes)), panel, conflicts, request.Reason.Trim(), now);
                return outcome.Refusal is null && await calendar.EnterAsync(interview, token) is { } occupied ? (Outcome<InterviewMoved>)occupied : outcome;
            },
            cancellationToken);

    public static Task<Results<Ok<InterviewView>, ProblemHttpResult>> CancelAsync(
        Guid interviewId, Request request, Caller caller, SchedulingDbContext db, Calendar calendar, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken) =>
        OnInterviewAsync(
            interviewId, byPanel: false, caller, db, clock, publish,
            async (_, interview, now, token) =>
            {
                var outcome = interview.Cancel(request.Reason.Trim(), now);
                await LeaveUnlessRefusedAsync(calendar, interview, outcome, token);
                return outcome;
            },
            cancellationToken);

    public static Task<Results<Ok<InterviewView>, ProblemHttpResult>> MissAsync(
        Guid interviewId, Request request, Caller caller, SchedulingDbContext db, Calendar calendar, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken) =>
        OnInterviewAsync(
            interviewId, byPanel: true, caller, db, clock, publish,
            async (_, interview, now, token) =>
            {
                var outcome = interview.Miss(request.Reason.Trim(), now);
                await LeaveUnlessRefusedAsync(calendar, interview, outcome, token);
                return outcome;
            },
            cancellationToken);

    private static Task LeaveUnlessRefusedAsync<T>(Calendar calendar, Interview interview, Outcome<T> outcome, CancellationToken cancellationToken) =>
        outcome.Refusal is null ? calendar.LeaveAsync(interview.Id, cancellationToken) : Task.CompletedTask;

    private static async Task<Results<Ok<InterviewView>, ProblemHttpResult>> OnInterviewAsync<T>(
        Guid interviewId, bool byPanel, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish,
        Func<Edition, Interview, DateTimeOffset, CancellationToken, Task<Outcome<T>>> change, CancellationToken cancellationToken)
        where T : InterviewChanged
    {
        var outcome = await db.InTransactionAsync<Interview>(
            async token =>
            {
                var editionId = await db.Interviews.Where(i => i.Id == interviewId).Select(i => i.EditionId).SingleOrDefaultAsync(token);
                if (editionId == default)
                {
                    return Interview.Unknown();
                }

                await db.HoldEditionAsync(editionId, token);
                var edition = (await db.FindEditionAsync(editionId, token))!;
                var interview = await db.Interviews.SingleAsync(i => i.Id == interviewId, token);
                var inPanel = byPanel && interview.Panel.Any(seat => seat.PersonId == caller.PersonId);
                if (edition.Refuses(caller, clock.Today, inPanel ? EditionAccess.Everybody : EditionAccess.Organising) is { } forbidden)
                {
                    return forbidden;
                }

                if ((await change(edition, interview, clock.GetUtcNow(), token)).IsRefused(out var refusal, out var changed))
                {
                    return refusal;
                }

                await publish.Publish(changed, token);
                return interview;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var result) ? refused.ToProblem() : TypedResults.Ok(InterviewView.Of(result));
    }
}
