using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Interviews;
using Metropool.Scheduling.ModuleDays;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Participations;

/// <summary>Takes a participation over to a later edition, also one that ended in this one and was offered a place (R16, R20).</summary>
internal static class TransferParticipation
{
    /// <param name="EditionId">The later edition.</param>
    internal sealed record Request(Guid EditionId);

    public static async Task<Results<Ok<ParticipationView>, ProblemHttpResult>> HandleAsync(
        Guid participationId, Request request, Caller caller, SchedulingDbContext db, Roster roster, Standings standings, InterviewCancellation interviews,
        ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Participation>(
            async token =>
            {
                var from = await db.Participations.Where(p => p.Id == participationId).Select(p => p.EditionId).SingleOrDefaultAsync(token);
                if (from == default)
                {
                    return Participation.Unknown();
                }

                // Both editions in one order, as everybody who locks more than one.
                foreach (var editionId in new[] { from, request.EditionId }.Distinct().Order())
                {
                    if (!await db.LockEditionAsync(editionId, token))
                    {
                        return EditionAccess.Unknown();
                    }
                }

                var (edition, participation) = (await db.FindParticipationAsync(participationId, token))!.Value;
                if ((edition.Refuses(caller, clock.Today, EditionAccess.Leading) ?? EditionAccess.RefusesOwn(caller, participation.PersonId)) is { } forbidden)
                {
                    return forbidden;
                }

                var now = clock.GetUtcNow();
                var target = (await db.FindEditionAsync(request.EditionId, token))!;
                var met = await standings.ModulesMetAsync(edition, participation, now, token);
                if (participation.TransferTo(target, edition, met, caller.PersonId!.Value, clock.Today, now).IsRefused(out var refusal, out var transferred))
                {
                    return refusal;
                }

                foreach (var proposal in await db.Proposals.Where(p => p.EditionId == edition.Id && p.ParticipationId == participation.Id && p.ClosedAt == null).ToListAsync(token))
                {
                    proposal.Close("The participation went over to another edition.", caller.PersonId, now);
                }

                await roster.LeaveAsync(participation, edition.Id, now, token);
                await interviews.CancelOfParticipationAsync(participation.Id, "The participation went over to another edition.", now, token);
                await roster.EnterAsync(participation, now, token);
                await publish.Publish(transferred, token);
                await db.SaveChangesAsync(token);
                await standings.JudgeAsync(target, [participation.Id], now, token);
                return participation;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var result) ? refused.ToProblem() : TypedResults.Ok(ParticipationView.Of(result, withReason: true));
    }
}
