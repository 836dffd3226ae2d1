using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Interviews;
using Metropool.Scheduling.ModuleDays;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Participations;

/// <summary>The end of a participation.</summary>
/// <param name="Reason">The reason, visible to the participant, dean and programme manager.</param>
/// <param name="HeardOn">The day on which the participant was heard; required if the attendance obligation can no longer be met.</param>
/// <param name="OfferedEditionId">The edition in which a place is offered.</param>
internal sealed record ParticipationEndRequest(
    [property: Required, StringLength(2000), Multiline] string Reason, DateOnly? HeardOn = null, Guid? OfferedEditionId = null);

/// <summary>The dean ends a participation in this edition (R16, R20); because of missed attendance only after the participant was heard.</summary>
internal static class EndParticipation
{
    private static readonly TeamRole[] Roles = [TeamRole.Dean];

    public static async Task<Results<Ok<ParticipationDetail>, ProblemHttpResult>> HandleAsync(
        Guid participationId, ParticipationEndRequest request, Caller caller, SchedulingDbContext db, ModuleDayCalendar moduleDays,
        InterviewCancellation interviews, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Participation>(
            async token =>
            {
                if ((await db.LockParticipationAsync(participationId, caller, clock.Today, Roles, token)).IsRefused(out var refusal, out var found))
                {
                    return refusal;
                }

                Edition? offered = null;
                if (request.OfferedEditionId is { } offeredId && (offered = await db.Editions.SingleOrDefaultAsync(e => e.Id == offeredId, token)) is null)
                {
                    return Refusals.EditionUnknown;
                }

                var (edition, participation) = found;
                // Independent of the proposal, which may have been closed.
                var attendanceFailed = await db.ParticipationAttendances.AnyAsync(
                    a => a.ParticipationId == participation.Id && a.EditionId == edition.Id && a.Status == AttendanceStatus.Failed, token);
                var now = clock.GetUtcNow();
                var decision = participation.End(request.Reason.Trim(), request.HeardOn, offered, attendanceFailed, caller.PersonId!.Value, now);
                if (decision.IsRefused(out refusal, out var ended))
                {
                    return refusal;
                }

                var proposals = await db.Proposals
                    .Where(p => p.EditionId == edition.Id && p.ParticipationId == participation.Id && p.ClosedAt == null).ToListAsync(token);
                proposals.ForEach(proposal => proposal.Close("The participation was ended.", caller.PersonId, now));
                await moduleDays.RemoveAsync(participation, edition.Id, now, token);
                await interviews.CancelAsync(participation.Id, "The participation was ended.", now, token);
                await publish.Publish(ended, token);
                return participation;
            },
            cancellationToken);
        return outcome.ToOk(participation => ParticipationDetail.Of(participation, withReason: true, withReferences: true));
    }
}
