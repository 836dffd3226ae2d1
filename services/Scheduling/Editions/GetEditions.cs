using Metropool.Contracts.Scheduling;
using Metropool.Hosting.Keysets;
using Metropool.Http;
using Metropool.Scheduling.ModuleDays;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Editions;

/// <summary>Reads editions. Staff see all of them, everybody else those that are open or released.</summary>
internal static class GetEditions
{
    private static readonly Keyset<Edition> Order = Keyset.Ascending((Edition e) => e.Id);
    private static readonly Keyset<EditionChange> ChangesInOrder = Keyset.Ascending((EditionChange c) => c.Id);

    public static async Task<Ok<Page<EditionView>>> ListAsync([AsParameters] Paging paging, Caller caller, SchedulingDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok((await Visible(db, caller).Include(e => e.Modules).Include(e => e.Team).AsSplitQuery().ToPageAsync(paging, Order, cancellationToken))
            .Select(e => EditionView.Of(e, caller.IsStaff)));

    public static async Task<Results<Ok<EditionView>, ProblemHttpResult>> GetAsync(Guid editionId, Caller caller, SchedulingDbContext db, CancellationToken cancellationToken) =>
        await Visible(db, caller).Include(e => e.Modules).Include(e => e.Team).SingleOrDefaultAsync(e => e.Id == editionId, cancellationToken) is { } edition
            ? TypedResults.Ok(EditionView.Of(edition, caller.IsStaff))
            : EditionAccess.Unknown().ToProblem();

    /// <summary>Lists what the edition contradicts itself in and what it leaves open (R3).</summary>
    public static async Task<Results<Ok<IReadOnlyList<Finding>>, ProblemHttpResult>> FindingsAsync(
        Guid editionId, SchedulingDbContext db, EditionLinter linter, CancellationToken cancellationToken) =>
        await db.FindEditionAsync(editionId, cancellationToken) is { } edition
            ? TypedResults.Ok(await db.FindingsOfAsync(edition, linter, cancellationToken))
            : EditionAccess.Unknown().ToProblem();

    /// <summary>Lists what changed since the release (R4).</summary>
    public static async Task<Results<Ok<Page<EditionChange>>, ProblemHttpResult>> ChangesAsync(
        Guid editionId, [AsParameters] Paging paging, SchedulingDbContext db, CancellationToken cancellationToken) =>
        await db.Editions.AnyAsync(e => e.Id == editionId, cancellationToken)
            ? TypedResults.Ok(await db.Editions.Where(e => e.Id == editionId).SelectMany(e => e.Changes).AsNoTracking().ToPageAsync(paging, ChangesInOrder, cancellationToken))
            : EditionAccess.Unknown().ToProblem();

    public static async Task<IReadOnlyList<Finding>> FindingsOfAsync(this SchedulingDbContext db, Edition edition, EditionLinter linter, CancellationToken cancellationToken)
    {
        List<ModuleDay> days = await db.ModuleDays.AsNoTracking().Where(day => day.EditionId == edition.Id).ToListAsync(cancellationToken);
        return linter.FindingsOf(edition, days);
    }

    private static IQueryable<Edition> Visible(SchedulingDbContext db, Caller caller) => caller.IsStaff
        ? db.Editions.AsNoTracking()
        : db.Editions.AsNoTracking().Where(e => e.Status == EditionStatus.Open || e.Status == EditionStatus.Released);
}
