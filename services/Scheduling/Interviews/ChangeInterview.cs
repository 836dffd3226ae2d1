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

/// <summary>The new time or panel of an interview.</summary>
/// <param name="StartsAt">The new start, such as <c>2026-12-01T10:00:00Z</c>.</param>
/// <param name="Reason">The reason, visible to the team.</param>
/// <param name="DurationMinutes">The new length in minutes; unchanged if omitted.</param>
/// <param name="Panel">The new panel; unchanged if omitted.</param>
internal sealed record InterviewMoveRequest(
    DateTimeOffset StartsAt,
    [property: Required, StringLength(500), Multiline] string Reason,
    [property: Range(10, 240)] int? DurationMinutes = null,
    [property: MaxLength(10)] IReadOnlyList<PanelSeatRequest>? Panel = null);

/// <summary>Why an interview was cancelled or missed.</summary>
/// <param name="Reason">The reason, visible to the team.</param>
internal sealed record InterviewReasonRequest([property: Required, StringLength(500), Multiline] string Reason);

/// <summary>
/// Moves or cancels an interview, or records that it was missed. Moving and cancelling decide who reads what the participant wrote (R46), so only
/// the organisers do it. The panel can also record that an interview was missed.
/// </summary>
internal static class ChangeInterview
{
    public static Task<Results<Ok<InterviewDetail>, ProblemHttpResult>> MoveAsync(
        Guid interviewId, InterviewMoveRequest request, IfMatch ifMatch, Caller caller, SchedulingDbContext db, Calendar calendar, ProgrammeClock clock,
        IPublishEndpoint publish, CancellationToken cancellationToken) =>
        ChangeAsync(
            interviewId, allowPanel: false, caller, db, clock, publish,
            async (edition, interview, now, token) =>
            {
                if (ifMatch.Mismatch(interview.Version) is { } mismatch)
                {
                    return mismatch;
                }

                IReadOnlyList<Seat> panel = request.Panel is { } wanted
                    ? [.. wanted.Select(seat => seat.ToSeat())]
                    : [.. interview.Panel.Select(seat => new Seat(seat.PersonId, seat.Role))];
                if (PanelRules.RefuseOwnSeat(edition, caller, panel, clock.Today) is { } ownSeat)
                {
                    return ownSeat;
                }

                await calendar.LockAsync([.. interview.Attendees, .. panel.Select(seat => seat.PersonId)], token);
                var conflicts = await db.Applications.Where(a => a.ApplicationId == interview.ApplicationId)
                    .Select(a => a.ConflictsOfInterest).SingleOrDefaultAsync(token) ?? [];
                var minutes = request.DurationMinutes ?? (int)(interview.EndsAt - interview.StartsAt).TotalMinutes;
                var slot = new Slot(request.StartsAt, request.StartsAt.AddMinutes(minutes));
                var outcome = interview.Move(edition, slot, panel, conflicts, request.Reason.Trim(), now);
                return outcome.Refusal is null && await calendar.AddAsync(interview, token) is { } occupied ? occupied : outcome;
            },
            cancellationToken);

    public static Task<Results<Ok<InterviewDetail>, ProblemHttpResult>> CancelAsync(
        Guid interviewId, InterviewReasonRequest request, Caller caller, SchedulingDbContext db, Calendar calendar, ProgrammeClock clock,
        IPublishEndpoint publish, CancellationToken cancellationToken) =>
        ChangeAsync(
            interviewId, allowPanel: false, caller, db, clock, publish,
            (_, interview, now, token) => RemoveUnlessRefusedAsync(calendar, interview, interview.Cancel(request.Reason.Trim(), now), token),
            cancellationToken);

    public static Task<Results<Ok<InterviewDetail>, ProblemHttpResult>> MissAsync(
        Guid interviewId, InterviewReasonRequest request, Caller caller, SchedulingDbContext db, Calendar calendar, ProgrammeClock clock,
        IPublishEndpoint publish, CancellationToken cancellationToken) =>
        ChangeAsync(
            interviewId, allowPanel: true, caller, db, clock, publish,
            (_, interview, now, token) => RemoveUnlessRefusedAsync(calendar, interview, interview.RecordMissed(request.Reason.Trim(), now), token),
            cancellationToken);

    private static async Task<Outcome<InterviewChanged>> RemoveUnlessRefusedAsync(
        Calendar calendar, Interview interview, Outcome<InterviewChanged> outcome, CancellationToken cancellationToken)
    {
        if (outcome.Refusal is null)
        {
            await calendar.RemoveAsync(interview.Id, cancellationToken);
        }

        return outcome;
    }

    private static async Task<Results<Ok<InterviewDetail>, ProblemHttpResult>> ChangeAsync(
        Guid interviewId, bool allowPanel, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish,
        Func<Edition, Interview, DateTimeOffset, CancellationToken, Task<Outcome<InterviewChanged>>> change, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Interview>(
            async token =>
            {
                var editionId = await db.Interviews.Where(i => i.Id == interviewId).Select(i => i.EditionId).SingleOrDefaultAsync(token);
                if (editionId == default)
                {
                    return Refusals.InterviewUnknown;
                }

                await db.LockEditionSharedAsync(editionId, token);
                var interview = await db.Interviews.SingleAsync(i => i.Id == interviewId, token);
                var isAllowedByPanel = allowPanel && interview.Panel.Any(seat => seat.PersonId == caller.PersonId);
                var roles = isAllowedByPanel ? Access.Team : Access.Organisers;
                if ((await db.FindEditionAsync(editionId, caller, clock.Today, roles, token)).IsRefused(out var refusal, out var edition))
                {
                    return refusal;
                }

                if ((await change(edition, interview, clock.GetUtcNow(), token)).IsRefused(out refusal, out var changed))
                {
                    return refusal;
                }

                await publish.Publish(changed, token);
                return interview;
            },
            cancellationToken);
        return outcome.ToOk(InterviewDetail.Of);
    }
}
