using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Participations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>Judges how participations stand, publishes what is new, and proposes to the team what a machine may not decide (R18 to R21).</summary>
internal sealed class Standings(SchedulingDbContext db, IPublishEndpoint publish)
{
    /// <summary>Judges participations of an edition from what is saved, and saves what comes of it. The edition is locked.</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="only">The participations to judge; null for all of the edition.</param>
    /// <param name="at">The moment that the judgement is of: what is over then counts as over.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task JudgeAsync(Edition edition, IReadOnlyCollection<Guid>? only, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var participations = await db.Participations.Include(p => p.Transfers)
            .Where(p => p.EditionId == edition.Id && (only == null || only.Contains(p.Id)))
            .Where(p => p.Status == ParticipationStatus.Placed || p.Status == ParticipationStatus.Active || p.Status == ParticipationStatus.Paused)
            .OrderBy(p => p.Id).ToListAsync(cancellationToken);
        var ids = participations.ConvertAll(p => p.Id);
        var facts = await FactsAsync(edition, ids, cancellationToken);
        var standings = await db.Standings.Where(s => ids.Contains(s.ParticipationId)).ToDictionaryAsync(s => s.ParticipationId, cancellationToken);
        var proposals = (await db.Proposals.Where(p => p.EditionId == edition.Id && p.Kind == ProposalKind.EndParticipation && ids.Contains(p.ParticipationId!.Value))
            .ToListAsync(cancellationToken)).ToLookup(p => p.ParticipationId);

        foreach (var participation in participations)
        {
            var judgement = facts.Judge(participation, at);
            if (!standings.TryGetValue(participation.Id, out var standing))
            {
                db.Standings.Add(standing = new(participation.Id));
            }

            if (standing.Take(judgement, edition.Id, at) is { } changed)
            {
                await publish.Publish(changed, cancellationToken);
            }

            Propose(participation, judgement, [.. proposals[participation.Id]], at);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Judges those again who were judged before: what is asked of them changed.</summary>
    public async Task JudgeAgainAsync(Edition edition, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var judged = await db.Standings.Where(s => s.EditionId == edition.Id).Select(s => s.ParticipationId).ToListAsync(cancellationToken);
        if (judged.Count > 0)
        {
            await JudgeAsync(edition, judged, at, cancellationToken);
        }
    }

    /// <summary>The modules of an edition that a participation has met (R16).</summary>
    public async Task<IReadOnlyList<CarriedModule>> ModulesMetAsync(Edition edition, Participation participation, DateTimeOffset at, CancellationToken cancellationToken) =>
        (await FactsAsync(edition, [participation.Id], cancellationToken)).MetBy(participation, at);

    /// <summary>What is recorded of the attendance of participations in an edition.</summary>
    public async Task<AttendanceFacts> FactsAsync(Edition edition, IReadOnlyCollection<Guid> participationIds, CancellationToken cancellationToken)
    {
        var days = await db.ModuleDays.AsNoTracking().Where(day => day.EditionId == edition.Id && !day.Cancelled).ToListAsync(cancellationToken);
        var dayIds = days.ConvertAll(day => day.Id);
        return new(
            edition,
            days,
            await db.Attendance.AsNoTracking().Where(a => dayIds.Contains(a.ModuleDayId) && participationIds.Contains(a.ParticipationId)).ToListAsync(cancellationToken),
            await db.Absences.AsNoTracking().Where(a => dayIds.Contains(a.ModuleDayId) && participationIds.Contains(a.ParticipationId)).ToListAsync(cancellationToken));
    }

    /// <summary>R20: the system flags and proposes; it ends nothing. What somebody closed with a reason is not proposed again.</summary>
    private void Propose(Participation participation, Judgement judgement, List<Proposal> proposals, DateTimeOffset at)
    {
        var broken = judgement.Standing == AttendanceStanding.Broken;
        if (broken && !proposals.Exists(p => p.ClosedAt is null || p.ClosedBy is not null))
        {
            db.Proposals.Add(new(
                Guid.CreateVersion7(), participation.EditionId, participation.Id, ProposalKind.EndParticipation,
                "The attendance obligation can no longer be met: hear the participant, end the participation in this edition and offer a place in the next.", at));
        }
        else if (!broken)
        {
            foreach (var open in proposals.Where(p => p.ClosedAt is null))
            {
                open.Close("Lapsed: the obligation can be met.", by: null, at);
            }
        }
    }
}
