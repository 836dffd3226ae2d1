using Metropool.Contracts.Scheduling;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Participations;

/// <summary>The filters of a list of participations.</summary>
/// <param name="EditionId">The edition.</param>
internal sealed record ParticipationFilter([property: FromQuery(Name = "editionId")] Guid EditionId);

/// <summary>Reads participations.</summary>
internal static class GetParticipations
{
    /// <summary>The order of every list of participations.</summary>
    public static readonly Keyset<Participation> Order = Keyset.Ascending((Participation p) => p.Id);

    public static async Task<Results<Ok<Page<ParticipationDetail>>, ProblemHttpResult>> ListAsync(
        [AsParameters] ParticipationFilter filter, [AsParameters] Paging paging, Caller caller, SchedulingDbContext db, ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        if ((await db.FindEditionAsync(filter.EditionId, caller, clock.Today, Access.Team, cancellationToken)).IsRefused(out var refusal, out var edition))
        {
            return refusal.ToProblem();
        }

        var page = await db.Participations.WithParts().AsNoTracking().Where(p => p.EditionId == filter.EditionId)
            .ToPageAsync(paging, Order, cancellationToken);
        var organises = edition.HasRole(caller, clock.Today, Access.Organisers);
        return TypedResults.Ok(page.Select(p =>
            ParticipationDetail.Of(p, withReason: false, withReferences: organises && p.PersonId != caller.PersonId)));
    }

    public static async Task<Ok<List<ParticipationDetail>>> MineAsync(Caller caller, SchedulingDbContext db, CancellationToken cancellationToken)
    {
        var mine = await db.Participations.WithParts().AsNoTracking().Where(p => p.PersonId == caller.PersonId)
            .OrderBy(p => p.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(mine.ConvertAll(p => ParticipationDetail.Of(p, withReason: true, withReferences: false)));
    }

    public static async Task<Results<Ok<ParticipationDetail>, ProblemHttpResult>> GetAsync(
        Guid participationId, Caller caller, SchedulingDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var visible = db.ParticipationsVisibleTo(caller, clock.Today).AsNoTracking();
        if (await visible.SingleOrDefaultAsync(p => p.Id == participationId, cancellationToken) is not { } participation)
        {
            return Refusals.ParticipationUnknown.ToProblem();
        }

        var edition = (await db.FindEditionAsync(participation.EditionId, cancellationToken))!;
        var isOwn = participation.PersonId == caller.PersonId;
        return TypedResults.Ok(ParticipationDetail.Of(
            participation,
            withReason: isOwn || edition.HasRole(caller, clock.Today, Access.DeanAndProgrammeManager),
            withReferences: !isOwn && edition.HasRole(caller, clock.Today, Access.Organisers)));
    }

    /// <summary>Loads a participation with its edition, and locks the edition.</summary>
    /// <exception cref="DbUpdateConcurrencyException">The participation was transferred before the lock was acquired.</exception>
    public static async Task<(Edition Edition, Participation Participation)?> LockParticipationAsync(
        this SchedulingDbContext db, Guid participationId, CancellationToken cancellationToken)
    {
        var editionId = await db.Participations.Where(p => p.Id == participationId).Select(p => p.EditionId).SingleOrDefaultAsync(cancellationToken);
        if (editionId == default)
        {
            return null;
        }

        await db.LockEditionAsync(editionId, cancellationToken);
        var participation = await db.Participations.WithParts().SingleAsync(p => p.Id == participationId, cancellationToken);
        return participation.EditionId == editionId
            ? ((await db.FindEditionAsync(editionId, cancellationToken))!, participation)
            : throw new DbUpdateConcurrencyException("The participation was transferred to another edition in the meantime.");
    }

    /// <summary>
    /// Loads a participation with its edition, and locks the edition, if the caller has one of the roles and it isn't their own participation.
    /// </summary>
    public static async Task<Outcome<(Edition Edition, Participation Participation)>> LockParticipationAsync(
        this SchedulingDbContext db, Guid participationId, Caller caller, DateOnly day, TeamRole[] roles,
        CancellationToken cancellationToken)
    {
        if (await db.LockParticipationAsync(participationId, cancellationToken) is not var (edition, participation))
        {
            return Refusals.ParticipationUnknown;
        }

        return (edition.RefuseWithoutRole(caller, day, roles) ?? Access.RefuseOwn(caller, participation.PersonId)) is { } refusal
            ? refusal
            : (edition, participation);
    }

    /// <summary>Participations with their employers, pauses and transfers.</summary>
    public static IQueryable<Participation> WithParts(this IQueryable<Participation> participations) =>
        participations.Include(p => p.Employers).Include(p => p.Pauses).Include(p => p.Transfers).AsSplitQuery();
}
