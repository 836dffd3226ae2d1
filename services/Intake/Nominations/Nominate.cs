using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Organisations;
using Metropool.Intake.Successions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Nominations;

/// <summary>What an employer with an account does with nominations.</summary>
internal static class Nominate
{
    private static readonly Keyset<NominationView> Order = Keyset.Ascending((NominationView nomination) => nomination.Id);

    public static async Task<Results<Created<NominationView>, ProblemHttpResult>> HandleAsync(
        NominationRequest request, Caller caller, IntakeDbContext db, Nominating nominating, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var mine = caller.MyOrganisation();
        if (await db.ActiveOrganisationAsync(mine, cancellationToken) is not { Name: var name })
        {
            return Refusals.EmployerUnknown.ToProblem();
        }

        var held = request.SuccessionId is { } id ? db.HeldFor(caller).Where(succession => succession.Id == id) : null;
        return (await nominating.NominateAsync(request.EditionId, request, mine, name, held, cancellationToken)).IsRefused(out var refusal, out var nomination)
            ? refusal.ToProblem()
            : TypedResults.Created($"/intake/v1/nominations/{nomination.Id}", await db.ViewedBy(caller, clock.Today).SingleAsync(n => n.Id == nomination.Id, cancellationToken));
    }

    public static async Task<Ok<Page<NominationView>>> ListAsync(
        [Description("Only with this status.")] NominationStatus? status,
        [Description("Only for this edition.")] Guid? editionId,
        [MaxLength(Limits.Reference), Description(ExternalReferences.Filter)] string? externalReference,
        [AsParameters] Paging paging,
        Caller caller,
        IntakeDbContext db,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var nominations = db.NominatedBy(caller);
        if (status is not null)
        {
            nominations = nominations.Where(nomination => nomination.Status == status);
        }

        if (editionId is not null)
        {
            nominations = nominations.Where(nomination => nomination.EditionId == editionId);
        }

        if (externalReference.Tidy() is { } reference)
        {
            nominations = nominations.Where(nomination => nomination.ExternalReference == reference);
        }

        return TypedResults.Ok(await nominations.Viewed(db, db.AskedOf(caller, clock.Today)).ToPageAsync(paging, Order, cancellationToken));
    }

    public static async Task<Results<Ok<NominationView>, ProblemHttpResult>> GetAsync(
        Guid id, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken) =>
        await db.ViewedBy(caller, clock.Today).SingleOrDefaultAsync(nomination => nomination.Id == id, cancellationToken) is { } view
            ? TypedResults.Ok(view)
            : Refusals.NominationUnknown.ToProblem();
}
