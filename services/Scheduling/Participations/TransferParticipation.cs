using MassTransit;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Scheduling.Participations;

/// <summary>A transfer to a later edition.</summary>
/// <param name="EditionId">The later edition.</param>
internal sealed record ParticipationTransferRequest(Guid EditionId);

/// <summary>
/// Requests the transfer of a participation to a later edition, also of one that ended in this edition and was offered a place (R16, R20). Intake decides
/// whether there is a place (R15), and <see cref="Consumers.TransferPlaceAnsweredConsumer"/> then transfers the participation.
/// </summary>
internal static class TransferParticipation
{
    public static async Task<Results<Accepted<ParticipationDetail>, ProblemHttpResult>> HandleAsync(
        Guid participationId, ParticipationTransferRequest request, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish,
        CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Participation>(
            async token =>
            {
                if ((await db.LockParticipationAsync(participationId, caller, clock.Today, Access.DeanAndProgrammeManager, token))
                    .IsRefused(out var refusal, out var found))
                {
                    return refusal;
                }

                if (await db.FindEditionAsync(request.EditionId, token) is not { } target)
                {
                    return Refusals.EditionUnknown;
                }

                var (edition, participation) = found;
                var requested = participation.RequestTransfer(target, edition, caller.PersonId!.Value, clock.GetUtcNow());
                if (requested.Refusal is { } refused)
                {
                    return refused;
                }

                if (requested.Value is { } changed)
                {
                    await publish.Publish(changed, token);
                }

                return participation;
            },
            cancellationToken);
        return outcome.IsRefused(out var refusal, out var result)
            ? refusal.ToProblem()
            : TypedResults.Accepted(
                $"/scheduling/v1/participations/{participationId}", ParticipationDetail.Of(result, withReason: true, withReferences: true));
    }

    public static async Task<Results<Ok<ParticipationDetail>, ProblemHttpResult>> WithdrawAsync(
        Guid participationId, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Participation>(
            async token =>
            {
                if ((await db.LockParticipationAsync(participationId, caller, clock.Today, Access.DeanAndProgrammeManager, token))
                    .IsRefused(out var refusal, out var found))
                {
                    return refusal;
                }

                if (found.Participation.CloseTransfer(null, clock.GetUtcNow()).IsRefused(out refusal, out var closed))
                {
                    return refusal;
                }

                await publish.Publish(closed, token);
                return found.Participation;
            },
            cancellationToken);
        return outcome.ToOk(participation => ParticipationDetail.Of(participation, withReason: true, withReferences: true));
    }
}
