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

/// <summary>The dean ends a participation in this edition (R16, R20). Where the attendance obligation was broken, only after having heard the participant.</summary>
internal static class EndParticipation
{
    /// <param name="Reason">Why; for the participant, dean and programme manager.</param>
    /// <param name="HeardOn">When the participant was heard; needed where the attendance obligation was broken.</param>
    /// <param name="OfferedEditionId">The edition in which a place is offered.</param>
    internal sealed record Request([property: Required, StringLength(2000), Multiline] string Reason, DateOnly? HeardOn = null, Guid? OfferedEditionId = null);

    public static async Task<Results<Ok<ParticipationView>, ProblemHttpResult>> HandleAsync(
        Guid participationId, Request request, Caller caller, SchedulingDbContext db, Roster roster, InterviewCancellation interviews,
        ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Participation>(
            async token =>
            {
                if (await db.FindParticipationAsync(participationId, token) is not var (edition, participation))
                {
                    return Participation.Unknown();
                }

                if ((edition.Refuses(caller, clock.Today, TeamPart.Dean) ?? EditionAccess.RefusesOwn(caller, participation.PersonId)) is { } forbidden)
                {
                    return forbidden;
                }

                Edition? offered = null;
                if (request.OfferedEditionId is { } offeredId && (offered = await db.Editions.SingleOrDefaultAsync(e => e.Id == offeredId, token)) is null)
                {
                    return EditionAccess.Unknown();
                }

                var proposals = await db.Proposals.Where(p => p.EditionId == edition.Id && p.ParticipationId == participation.Id && p.ClosedAt == null).ToListAsync(token);
                // Whether or not somebody closed what the system proposed: what was broken is so all the same.
                var broken = await db.Standings.AnyAsync(
                    s => s.ParticipationId == participation.Id && s.EditionId == edition.Id && s.Standing == AttendanceStanding.Broken, token);
                var now = clock.GetUtcNow();
                var decision = participation.End(
                    request.Reason.Trim(), request.HeardOn, offered, broken, caller.PersonId!.Value, clock.Today, now);
                if (decision.IsRefused(out var refusal, out var ended))
                {
                    return refusal;
                }

                proposals.ForEach(proposal => proposal.Close("The participation was ended.", caller.PersonId, now));
                await roster.LeaveAsync(participation, edition.Id, now, token);
                await interviews.CancelOfParticipationAsync(participation.Id, "The participation was ended.", now, token);
                await publish.Publish(ended, token);
                return participation;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var result)
            ? refused.ToProblem()
            : TypedResults.Ok(ParticipationView.Of(result, withReason: true, withReferences: true));
    }
}
