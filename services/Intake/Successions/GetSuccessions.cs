using System.ComponentModel;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Successions;

internal static class GetSuccessions
{
    private static readonly Keyset<SuccessionView> Order = Keyset.Ascending((SuccessionView succession) => succession.Id);

    public static async Task<Ok<Page<SuccessionView>>> OfEmployerAsync(
        [Description("Only those that stand so.")] SuccessionState? state, [AsParameters] Paging paging, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var successions = db.HeldFor(caller);
        if (state is not null)
        {
            successions = successions.Where(succession => succession.State == state);
        }

        var reachable = db.AskedOf(caller, clock.Today);
        return TypedResults.Ok(await successions.Viewed(db, clock.GetUtcNow()).Select(view => new SuccessionView
        {
            Id = view.Id,
            EditionId = view.EditionId,
            EditionName = view.EditionName,
            Withdrawn = view.Withdrawn,
            State = view.State,
            HeldAt = view.HeldAt,
            NameUntil = view.NameUntil,
            NominationId = view.NominationId,
            ClosedAt = view.ClosedAt,
            AgreementId = db.Successions.Where(s => s.Id == view.Id)
                .Join(reachable, s => s.WithdrawnApplicationId, a => a.ApplicationId, (_, a) => a)
                .OrderByDescending(a => a.Number).Select(a => (Guid?)a.Id).FirstOrDefault(),
        }).ToPageAsync(paging, Order, cancellationToken));
    }

    public static async Task<Results<Ok<IReadOnlyList<HeldPlaceView>>, ProblemHttpResult>> OfEditionAsync(
        Guid id, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (!await db.Editions.OrganisedBy(caller, clock.Today).AnyAsync(e => e.Id == id, cancellationToken))
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        IReadOnlyList<HeldPlaceView> places = await db.Successions.Where(s => s.EditionId == id).OrderBy(s => s.Id).Viewed(db, clock.GetUtcNow()).ToListAsync(cancellationToken);
        return TypedResults.Ok(places);
    }
}
