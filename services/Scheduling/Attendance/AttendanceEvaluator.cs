using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Participations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>
/// Evaluates the attendance obligation of participations, publishes changes, and proposes to the team what only people may decide (R18 to R21).
/// </summary>
internal sealed class AttendanceEvaluator(SchedulingDbContext db, IPublishEndpoint publish)
{
    /// <summary>Evaluates participations of an edition from saved data, and saves the result. The caller locks the edition.</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="only">The participations to evaluate; null for all of the edition.</param>
    /// <param name="at">The time of the evaluation: days that ended before it are taken into account.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task EvaluateAsync(Edition edition, IReadOnlyCollection<Guid>? only, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var participations = await db.Participations.Include(p => p.Transfers)
            .Where(p => p.EditionId == edition.Id && (only == null || only.Contains(p.Id)))
            .Where(p => p.Status == ParticipationStatus.Placed || p.Status == ParticipationStatus.Active || p.Status == ParticipationStatus.Paused)
            .OrderBy(p => p.Id).ToListAsync(cancellationToken);
        var ids = participations.ConvertAll(p => p.Id);
        var facts = await LoadFactsAsync(edition, ids, cancellationToken);
        var attendances = await db.ParticipationAttendances.Where(a => ids.Contains(a.ParticipationId))
            .ToDictionaryAsync(a => a.ParticipationId, cancellationToken);
        var proposals = (await db.Proposals
            .Where(p => p.EditionId == edition.Id && p.Kind == ProposalKind.EndParticipation && ids.Contains(p.ParticipationId!.Value))
            .ToListAsync(cancellationToken)).ToLookup(p => p.ParticipationId);

        foreach (var participation in participations)
        {
            var evaluation = facts.Evaluate(participation, at);
            if (!attendances.TryGetValue(participation.Id, out var attendance))
            {
                db.ParticipationAttendances.Add(attendance = new(participation.Id));
            }

            if (attendance.Record(evaluation, edition.Id, at) is { } changed)
            {
                await publish.Publish(changed, cancellationToken);
            }

            ProposeEnd(participation, evaluation, [.. proposals[participation.Id]], at);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Evaluates the participations again that were evaluated before, because the module days or settings of the edition changed.</summary>
    public async Task ReevaluateAsync(Edition edition, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var evaluated = await db.ParticipationAttendances.Where(a => a.EditionId == edition.Id).Select(a => a.ParticipationId).ToListAsync(cancellationToken);
        if (evaluated.Count > 0)
        {
            await EvaluateAsync(edition, evaluated, at, cancellationToken);
        }
    }

    /// <summary>The modules of an edition that a participation has met (R16).</summary>
    public async Task<IReadOnlyList<CarriedModule>> ModulesMetAsync(
        Edition edition, Participation participation, DateTimeOffset at, CancellationToken cancellationToken) =>
        (await LoadFactsAsync(edition, [participation.Id], cancellationToken)).ModulesMetBy(participation, at);

    /// <summary>Loads the module days of an edition, and the recorded attendance and absences of participations.</summary>
    public async Task<AttendanceFacts> LoadFactsAsync(Edition edition, IReadOnlyCollection<Guid> participationIds, CancellationToken cancellationToken) =>
        (await LoadFactsAsync([edition], participationIds, cancellationToken))[edition.Id];

    /// <summary>Loads the module days of several editions at once, and the recorded attendance and absences of participations; by edition.</summary>
    public async Task<IReadOnlyDictionary<Guid, AttendanceFacts>> LoadFactsAsync(
        IReadOnlyCollection<Edition> editions, IReadOnlyCollection<Guid> participationIds, CancellationToken cancellationToken)
    {
        var editionIds = editions.Select(edition => edition.Id).ToList();
        var days = await db.ModuleDays.AsNoTracking().Where(day => editionIds.Contains(day.EditionId) && !day.Cancelled).ToListAsync(cancellationToken);
        var dayIds = days.ConvertAll(day => day.Id);
        var records = await db.AttendanceRecords.AsNoTracking()
            .Where(a => dayIds.Contains(a.ModuleDayId) && participationIds.Contains(a.ParticipationId)).ToListAsync(cancellationToken);
        var absences = await db.Absences.AsNoTracking()
            .Where(a => dayIds.Contains(a.ModuleDayId) && participationIds.Contains(a.ParticipationId)).ToListAsync(cancellationToken);
        return editions.ToDictionary(
            edition => edition.Id, edition => new AttendanceFacts(edition, days.FindAll(day => day.EditionId == edition.Id), records, absences));
    }

    /// <summary>R20: the service proposes the end of a participation and never ends one. A proposal that a person closed isn't made again.</summary>
    private void ProposeEnd(Participation participation, AttendanceEvaluation evaluation, List<Proposal> proposals, DateTimeOffset at)
    {
        var hasFailed = evaluation.Status == AttendanceStatus.Failed;
        if (hasFailed && !proposals.Exists(p => p.ClosedAt is null || p.ClosedBy is not null))
        {
            db.Proposals.Add(new(
                Guid.CreateVersion7(), participation.EditionId, participation.Id, ProposalKind.EndParticipation,
                "The attendance obligation can no longer be met. Hear the participant, end the participation in this edition and offer a place in the next.",
                at));
        }
        else if (!hasFailed)
        {
            foreach (var open in proposals.Where(p => p.ClosedAt is null))
            {
                open.Close("Lapsed: the obligation can be met.", by: null, at);
            }
        }
    }
}
