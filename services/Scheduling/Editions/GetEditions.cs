using Metropool.Hosting.Keysets;
using Metropool.Http;
using Metropool.Scheduling.ModuleDays;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Editions;

/// <summary>Reads editions, their findings and their changes.</summary>
internal static class GetEditions
{
    private static readonly Keyset<Edition> Order = Keyset.Ascending((Edition e) => e.Id);
    private static readonly Keyset<EditionChangeRecord> OrderOfChanges = Keyset.Ascending((EditionChangeRecord c) => c.Id);

    public static async Task<Ok<Page<EditionDetail>>> ListAsync(
        [AsParameters] Paging paging, Caller caller, SchedulingDbContext db, CancellationToken cancellationToken)
    {
        var editions = db.EditionsVisibleTo(caller).AsNoTracking().Include(e => e.Modules).Include(e => e.Team).AsSplitQuery();
        return TypedResults.Ok((await editions.ToPageAsync(paging, Order, cancellationToken)).Select(e => EditionDetail.Of(e, caller.IsStaff)));
    }

    public static async Task<Results<Ok<EditionDetail>, ProblemHttpResult>> GetAsync(
        Guid editionId, Caller caller, SchedulingDbContext db, CancellationToken cancellationToken)
    {
        var editions = db.EditionsVisibleTo(caller).AsNoTracking().Include(e => e.Modules).Include(e => e.Team).AsSplitQuery();
        return await editions.SingleOrDefaultAsync(e => e.Id == editionId, cancellationToken) is { } edition
            ? TypedResults.Ok(EditionDetail.Of(edition, caller.IsStaff))
            : Refusals.EditionUnknown.ToProblem();
    }

    /// <summary>Lists the contradictions and open questions of an edition (R3).</summary>
    public static async Task<Results<Ok<IReadOnlyList<Finding>>, ProblemHttpResult>> FindingsAsync(
        Guid editionId, SchedulingDbContext db, EditionLinter linter, CancellationToken cancellationToken) =>
        await db.FindEditionAsync(editionId, cancellationToken) is { } edition
            ? TypedResults.Ok(await db.FindingsOfAsync(edition, linter, cancellationToken))
            : Refusals.EditionUnknown.ToProblem();

    /// <summary>Lists the changes since the release (R4).</summary>
    public static async Task<Results<Ok<Page<EditionChangeRecord>>, ProblemHttpResult>> ChangesAsync(
        Guid editionId, [AsParameters] Paging paging, SchedulingDbContext db, CancellationToken cancellationToken)
    {
        if (!await db.Editions.AnyAsync(e => e.Id == editionId, cancellationToken))
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var changes = db.Editions.Where(e => e.Id == editionId).SelectMany(e => e.Changes).AsNoTracking();
        return TypedResults.Ok(await changes.ToPageAsync(paging, OrderOfChanges, cancellationToken));
    }

    public static async Task<IReadOnlyList<Finding>> FindingsOfAsync(
        this SchedulingDbContext db, Edition edition, EditionLinter linter, CancellationToken cancellationToken)
    {
        List<ModuleDay> days = await db.ModuleDays.AsNoTracking().Where(day => day.EditionId == edition.Id).ToListAsync(cancellationToken);
        return linter.FindingsOf(edition, days);
    }
}
