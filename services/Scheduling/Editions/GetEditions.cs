using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Scheduling.ModuleDays;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Editions;

/// <summary>Reads editions. Staff see all of them, everybody else those that are open or released.</summary>
internal static class GetEditions
{
    public static async Task<Ok<Page<EditionView>>> ListAsync([AsParameters] Paging paging, Caller caller, SchedulingDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await Visible(db, caller)
            .Where(e => paging.Cursor == null || e.Id > paging.Cursor).OrderBy(e => e.Id)
            .Include(e => e.Modules).Include(e => e.Team).AsSplitQuery()
            .ToPageAsync(paging, e => e.Id, e => EditionView.Of(e, caller.IsStaff), cancellationToken));

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
            ? TypedResults.Ok(await db.Editions.Where(e => e.Id == editionId).SelectMany(e => e.Changes)
                .Where(c => paging.Cursor == null || c.Id > paging.Cursor).OrderBy(c => c.Id).AsNoTracking()
                .ToPageAsync(paging, c => c.Id, c => c, cancellationToken))
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
