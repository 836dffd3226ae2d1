using System.ComponentModel;
using Metropool.Hosting.Keysets;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Successions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Nominations;

/// <summary>What an employer with an account does with nominations.</summary>
internal static class Nominate
{
    private static readonly Keyset<NominationView> Order = Keyset.Ascending((NominationView nomination) => nomination.Id);

    public static async Task<Results<Created<NominationView>, ProblemHttpResult>> HandleAsync(
        NominationRequest request, Caller caller, IntakeDbContext db, Nominating nominating, CancellationToken cancellationToken)
    {
        var mine = caller.MyOrganisation();
        if (await db.NameOfAsync(mine, cancellationToken) is not { } name)
        {
            return Refusals.EmployerUnknown.ToProblem();
        }

        var held = request.SuccessionId is { } id ? db.HeldFor(caller).Where(succession => succession.Id == id) : null;
        return (await nominating.NominateAsync(request.EditionId, request, mine, name, held, cancellationToken)).IsRefused(out var refusal, out var nomination)
            ? refusal.ToProblem()
            : TypedResults.Created($"/intake/v1/nominations/{nomination.Id}", await db.Nominations.Where(n => n.Id == nomination.Id).Viewed(db).SingleAsync(cancellationToken));
    }

    public static async Task<Ok<Page<NominationView>>> ListAsync(
        [Description("Only those that stand so.")] NominationStatus? status, [AsParameters] Paging paging, Caller caller, IntakeDbContext db, CancellationToken cancellationToken)
    {
        var nominations = db.NominatedBy(caller);
        if (status is not null)
        {
            nominations = nominations.Where(nomination => nomination.Status == status);
        }

        return TypedResults.Ok(await nominations.Viewed(db).ToPageAsync(paging, Order, cancellationToken));
    }

    public static async Task<Results<Ok<NominationView>, ProblemHttpResult>> GetAsync(Guid id, Caller caller, IntakeDbContext db, CancellationToken cancellationToken) =>
        await db.NominatedBy(caller).Where(nomination => nomination.Id == id).Viewed(db).SingleOrDefaultAsync(cancellationToken) is { } view
            ? TypedResults.Ok(view)
            : Refusals.NominationUnknown.ToProblem();
}
