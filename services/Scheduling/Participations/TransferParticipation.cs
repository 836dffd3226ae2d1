using MassTransit;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Scheduling.Participations;

/// <summary>Asks to take a participation over to a later edition, also one that ended in this one and was offered a place (R16, R20). Intake says whether there is a place (R15).</summary>
internal static class TransferParticipation
{
    /// <param name="EditionId">The later edition.</param>
    internal sealed record Request(Guid EditionId);

    public static async Task<Results<Accepted<ParticipationView>, ProblemHttpResult>> HandleAsync(
        Guid participationId, Request request, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Participation>(
            async token =>
            {
                if ((await FindAsync(participationId, caller, db, clock, token)).IsRefused(out var forbidden, out var found))
                {
                    return forbidden;
                }

                if (await db.FindEditionAsync(request.EditionId, token) is not { } target)
                {
                    return EditionAccess.Unknown();
                }

                var (edition, participation) = found;
                var asked = participation.RequestTransfer(target, edition, caller.PersonId!.Value, clock.GetUtcNow());
                if (asked.Refusal is { } refusal)
                {
                    return refusal;
                }

                if (asked.Value is { } awaiting)
                {
                    await publish.Publish(awaiting, token);
                }

                return participation;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var result)
            ? refused.ToProblem()
            : TypedResults.Accepted($"/scheduling/v1/participations/{participationId}", ParticipationView.Of(result, withReason: true, withReferences: true));
    }

    public static async Task<Results<Ok<ParticipationView>, ProblemHttpResult>> WithdrawAsync(
        Guid participationId, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Participation>(
            async token =>
            {
                if ((await FindAsync(participationId, caller, db, clock, token)).IsRefused(out var forbidden, out var found))
                {
                    return forbidden;
                }

                if (found.Participation.CloseTransfer(null, clock.GetUtcNow()).IsRefused(out var refusal, out var closed))
                {
                    return refusal;
                }

                await publish.Publish(closed, token);
                return found.Participation;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var result)
            ? refused.ToProblem()
            : TypedResults.Ok(ParticipationView.Of(result, withReason: true, withReferences: true));
    }

    private static async Task<Outcome<(Edition Edition, Participation Participation)>> FindAsync(
        Guid participationId, Caller caller, SchedulingDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.FindParticipationAsync(participationId, cancellationToken) is not var (edition, participation))
        {
            return Participation.Unknown();
        }

        return (edition.Refuses(caller, clock.Today, EditionAccess.Leading) ?? EditionAccess.RefusesOwn(caller, participation.PersonId)) is { } forbidden
            ? forbidden
            : (edition, participation);
    }
}
