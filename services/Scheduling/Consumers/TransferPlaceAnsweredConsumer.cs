using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Interviews;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Participations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Consumers;

/// <summary>
/// Transfers a participation to another edition when Intake has granted a place there (R15). An answer to a request that is no longer pending changes nothing;
/// Intake frees the place when it receives the state of the participation.
/// </summary>
internal sealed class TransferPlaceAnsweredConsumer(
    SchedulingDbContext db, ModuleDayCalendar moduleDays, AttendanceEvaluator evaluator, InterviewCancellation interviews, ProgrammeClock clock)
    : IConsumer<TransferPlaceAnswered>
{
    public async Task Consume(ConsumeContext<TransferPlaceAnswered> context)
    {
        var (answer, cancellationToken) = (context.Message, context.CancellationToken);
        var from = await db.Participations.Where(p => p.Id == answer.ParticipationId).Select(p => p.EditionId).SingleOrDefaultAsync(cancellationToken);
        // In the order of their ids, so that two transfers in opposite directions don't deadlock.
        foreach (var editionId in new[] { from, answer.EditionId }.Distinct().Order())
        {
            await db.LockEditionAsync(editionId, cancellationToken);
        }

        // Loads the participation. It locks the first edition again, which changes nothing.
        if (await db.LockParticipationAsync(answer.ParticipationId, cancellationToken) is not var (edition, participation)
            || participation.TransferRequest is not { IsPending: true } request || request.Id != answer.RequestId)
        {
            return;
        }

        if (await TransferAsync(context, edition, participation, request) is { } refusalCode)
        {
            await context.Publish(participation.CloseTransfer(refusalCode, clock.GetUtcNow()).Value, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Carries out the transfer.</summary>
    /// <returns>The code of the refusal; null if the participation was transferred.</returns>
    private async Task<string?> TransferAsync(
        ConsumeContext<TransferPlaceAnswered> context, Edition edition, Participation participation, TransferRequest request)
    {
        if (!context.Message.Granted)
        {
            return Refusals.NoPlaceForTransferCode;
        }

        var (now, cancellationToken) = (clock.GetUtcNow(), context.CancellationToken);
        var target = (await db.FindEditionAsync(request.EditionId, cancellationToken))!;
        var met = await evaluator.ModulesMetAsync(edition, participation, now, cancellationToken);
        if (participation.TransferTo(target, edition, met, request.By, now).IsRefused(out var refusal, out var transferred))
        {
            return refusal.Code;
        }

        const string reason = "The participation was transferred to another edition.";
        var proposals = await db.Proposals
            .Where(p => p.EditionId == edition.Id && p.ParticipationId == participation.Id && p.ClosedAt == null).ToListAsync(cancellationToken);
        proposals.ForEach(proposal => proposal.Close(reason, request.By, now));
        await moduleDays.RemoveAsync(participation, edition.Id, now, cancellationToken);
        await interviews.CancelAsync(participation.Id, reason, now, cancellationToken);
        await moduleDays.AddAsync(participation, now, cancellationToken);
        await context.Publish(transferred, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await evaluator.EvaluateAsync(target, [participation.Id], now, cancellationToken);
        return null;
    }
}
