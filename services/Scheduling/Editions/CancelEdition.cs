using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Calendars;
using Metropool.Scheduling.Interviews;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Editions;

/// <summary>The cancellation of an edition.</summary>
/// <param name="Reason">The reason, visible to staff.</param>
internal sealed record EditionCancellationRequest([property: Required, StringLength(500), Multiline] string Reason);

/// <summary>Cancels an edition. Future days and interviews are removed from the calendars; its participations stay, for the dean to transfer or end.</summary>
internal static class CancelEdition
{
    public static async Task<Results<Ok<EditionDetail>, ProblemHttpResult>> HandleAsync(
        Guid editionId, EditionCancellationRequest request, Caller caller, SchedulingDbContext db, Calendar calendar, InterviewCancellation interviews,
        ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Edition>(
            async token =>
            {
                if ((await db.LockEditionAsync(editionId, caller, clock.Today, Access.DeanAndProgrammeManager, token))
                    .IsRefused(out var refusal, out var edition))
                {
                    return refusal;
                }

                var now = clock.GetUtcNow();
                if (edition.Cancel(request.Reason, await AffectedPeopleAsync(db, editionId, now, token), now).IsRefused(out refusal, out var cancelled))
                {
                    return refusal;
                }

                var days = await db.ModuleDays.Where(day => day.EditionId == editionId && !day.Cancelled && day.Begins > now).ToListAsync(token);
                foreach (var day in days)
                {
                    day.Cancel(now);
                    await calendar.RemoveAsync(day.Id, token);
                }

                await interviews.CancelAsync(db.Interviews.Where(interview => interview.EditionId == editionId), "The edition is cancelled.", now, token);
                await publish.Publish(cancelled, token);
                return edition;
            },
            cancellationToken);
        return outcome.ToOk(EditionDetail.ForStaff);
    }

    /// <summary>The participants, paused ones included, and every person with a future calendar entry of the edition.</summary>
    private static async Task<List<Guid>> AffectedPeopleAsync(
        SchedulingDbContext db, Guid editionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var participants = db.Participations
            .Where(p => p.EditionId == editionId && p.Status != ParticipationStatus.Ended && p.Status != ParticipationStatus.Completed)
            .Select(p => p.PersonId);
        var sources = db.ModuleDays.Where(day => day.EditionId == editionId).Select(day => day.Id)
            .Concat(db.Interviews.Where(interview => interview.EditionId == editionId).Select(interview => interview.Id));
        var occupied = db.CalendarEntries.Where(entry => entry.StartsAt > now && sources.Contains(entry.SourceId)).Select(entry => entry.PersonId);
        return await participants.Union(occupied).ToListAsync(cancellationToken);
    }
}
