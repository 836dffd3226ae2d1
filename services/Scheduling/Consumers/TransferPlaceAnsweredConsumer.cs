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

/// <summary>Takes a participation over to another edition once it has a place there (R15). What isn't asked for any more changes nothing; the place is freed by the state of the participation.</summary>
internal sealed class TransferPlaceAnsweredConsumer(
    SchedulingDbContext db, Roster roster, Standings standings, InterviewCancellation interviews, ProgrammeClock clock) : IConsumer<TransferPlaceAnswered>
{
    public async Task Consume(ConsumeContext<TransferPlaceAnswered> context)
    {
        var (answer, cancellationToken) = (context.Message, context.CancellationToken);
        var from = await db.Participations.Where(p => p.Id == answer.ParticipationId).Select(p => p.EditionId).SingleOrDefaultAsync(cancellationToken);
        // Both editions in one order, as everybody who locks more than one.
        foreach (var editionId in new[] { from, answer.EditionId }.Distinct().Order())
        {
            await db.LockEditionAsync(editionId, cancellationToken);
        }

        if (await db.FindParticipationAsync(answer.ParticipationId, cancellationToken) is not var (edition, participation)
            || participation.TransferRequest is not { IsOpen: true } request || request.Id != answer.RequestId)
        {
            return;
        }

        if (await WhyNotAsync(context, edition, participation, request) is { } code)
        {
            await context.Publish(participation.CloseTransfer(code, clock.GetUtcNow()).Value, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Carries it out.</summary>
    /// <returns>The code of why it can't be; null when it is done.</returns>
    private async Task<string?> WhyNotAsync(ConsumeContext<TransferPlaceAnswered> context, Edition edition, Participation participation, TransferRequest request)
    {
        if (!context.Message.Granted)
        {
            return "scheduling.no-place-for-transfer";
        }

        var (now, cancellationToken) = (clock.GetUtcNow(), context.CancellationToken);
        var target = (await db.FindEditionAsync(request.EditionId, cancellationToken))!;
        var met = await standings.ModulesMetAsync(edition, participation, now, cancellationToken);
        if (participation.TransferTo(target, edition, met, request.By, clock.Today, now).IsRefused(out var refusal, out var transferred))
        {
            return refusal.Code;
        }

        foreach (var proposal in await db.Proposals.Where(p => p.EditionId == edition.Id && p.ParticipationId == participation.Id && p.ClosedAt == null).ToListAsync(cancellationToken))
        {
            proposal.Close("The participation went over to another edition.", request.By, now);
        }

        await roster.LeaveAsync(participation, edition.Id, now, cancellationToken);
        await interviews.CancelOfParticipationAsync(participation.Id, "The participation went over to another edition.", now, cancellationToken);
        await roster.EnterAsync(participation, now, cancellationToken);
        await context.Publish(transferred, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await standings.JudgeAsync(target, [participation.Id], now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }
}
