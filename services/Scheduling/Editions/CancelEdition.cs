using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Calendars;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Interviews;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Editions;

/// <summary>Cancels an edition. What was to come leaves the calendars; its participations stay, and are transferred or ended by the dean.</summary>
internal static class CancelEdition
{
    /// <param name="Reason">Why; for staff.</param>
    internal sealed record Request([property: Required, StringLength(500), Multiline] string Reason);

    public static async Task<Results<Ok<EditionView>, ProblemHttpResult>> HandleAsync(
        Guid editionId, Request request, Caller caller, SchedulingDbContext db, Calendar calendar, InterviewCancellation interviews,
        ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Edition>(
            async token =>
            {
                if (!await db.LockEditionAsync(editionId, token) || await db.FindEditionAsync(editionId, token) is not { } edition)
                {
                    return EditionAccess.Unknown();
                }

                if (edition.Refuses(caller, clock.Today, EditionAccess.Leading) is { } forbidden)
                {
                    return forbidden;
                }

                var now = clock.GetUtcNow();
                if (edition.Cancel(request.Reason, await TouchedAsync(db, editionId, now, token), now).IsRefused(out var refusal, out var cancelled))
                {
                    return refusal;
                }

                foreach (var day in await db.ModuleDays.Where(day => day.EditionId == editionId && !day.Cancelled && day.Begins > now).ToListAsync(token))
                {
                    day.Cancel(now);
                    await calendar.LeaveAsync(day.Id, token);
                }

                await interviews.CancelAsync(db.Interviews.Where(interview => interview.EditionId == editionId), "The edition is cancelled.", now, token);
                await publish.Publish(cancelled, token);
                return edition;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var result) ? refused.ToProblem() : TypedResults.Ok(EditionView.Of(result, forStaff: true));
    }

    /// <summary>Its participants, also those who are paused, and everybody in whose calendar something of it is to come.</summary>
    private static async Task<List<Guid>> TouchedAsync(SchedulingDbContext db, Guid editionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var participants = db.Participations
            .Where(p => p.EditionId == editionId && p.Status != ParticipationStatus.Ended && p.Status != ParticipationStatus.Completed).Select(p => p.PersonId);
        var sources = db.ModuleDays.Where(day => day.EditionId == editionId).Select(day => day.Id)
            .Concat(db.Interviews.Where(interview => interview.EditionId == editionId).Select(interview => interview.Id));
        var kept = db.Calendar.Where(entry => entry.StartsAt > now && sources.Contains(entry.SourceId)).Select(entry => entry.PersonId);
        return await participants.Union(kept).ToListAsync(cancellationToken);
    }
}
