using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Successions;

/// <summary>The filter of the held places of an employer.</summary>
internal sealed record SuccessionFilter
{
    /// <summary>Only in this state.</summary>
    [FromQuery(Name = "state")]
    public SuccessionState? State { get; init; }
}

internal static class GetSuccessions
{
    private static readonly Keyset<SuccessionDetail> Order = Keyset.Ascending((SuccessionDetail succession) => succession.Id);

    public static async Task<Ok<Page<SuccessionDetail>>> OfEmployerAsync(
        [AsParameters] SuccessionFilter filter,
        [AsParameters] Paging paging,
        Caller caller,
        IntakeDbContext db,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var successions = db.SuccessionsVisibleTo(caller);
        if (filter.State is { } state)
        {
            successions = successions.Where(succession => succession.State == state);
        }

        var agreements = db.AgreementsVisibleTo(caller, clock.Today);
        return TypedResults.Ok(await successions.ToDetails(db, clock.GetUtcNow()).Select(place => new SuccessionDetail
        {
            Id = place.Id,
            EditionId = place.EditionId,
            EditionName = place.EditionName,
            Withdrawn = place.Withdrawn,
            State = place.State,
            HeldAt = place.HeldAt,
            NominateUntil = place.NominateUntil,
            NominationId = place.NominationId,
            ClosedAt = place.ClosedAt,
            AgreementId = db.Successions.Where(s => s.Id == place.Id)
                .Join(agreements, s => s.WithdrawnApplicationId, a => a.ApplicationId, (_, a) => a)
                .OrderByDescending(a => a.Number).Select(a => (Guid?)a.Id).FirstOrDefault(),
        }).ToPageAsync(paging, Order, cancellationToken));
    }

    public static async Task<Results<Ok<IReadOnlyList<HeldPlaceDetail>>, ProblemHttpResult>> OfEditionAsync(
        Guid id, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (!await db.Editions.OrganisedBy(caller, clock.Today).AnyAsync(e => e.Id == id, cancellationToken))
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        IReadOnlyList<HeldPlaceDetail> places = await db.Successions.Where(s => s.EditionId == id)
            .OrderBy(s => s.Id).ToDetails(db, clock.GetUtcNow()).ToListAsync(cancellationToken);
        return TypedResults.Ok(places);
    }
}
