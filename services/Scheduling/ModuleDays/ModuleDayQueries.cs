using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.ModuleDays;

/// <summary>A module day as it is shown.</summary>
internal sealed record ModuleDayView(
    Guid Id, long Version, Guid EditionId, int ModuleNumber, DateOnly Date, TimeOnly StartsAt, TimeOnly EndsAt, DateTimeOffset Begins, DateTimeOffset Ends,
    bool EveningProgramme, bool OvernightStay, bool TrainingActor, bool Demo, IReadOnlyList<Guid> Teachers, bool MovedAfterRelease, bool Cancelled) : IVersioned
{
    public ResourceVersion GetVersion() => Version;

    public static ModuleDayView Of(ModuleDay day) => new(
        day.Id, day.Version, day.EditionId, day.ModuleNumber, day.Date, day.StartsAt, day.EndsAt, day.Begins, day.Ends,
        day.EveningProgramme, day.OvernightStay, day.TrainingActor, day.Demo, day.Teachers, day.MovedAfterRelease, day.Cancelled);
}

/// <summary>Reads module days.</summary>
internal static class ModuleDayQueries
{
    /// <summary>The days of an edition, in order. They are few: no paging.</summary>
    public static async Task<Results<Ok<List<ModuleDayView>>, ProblemHttpResult>> ListAsync(
        Guid editionId, Caller caller, SchedulingDbContext db, CancellationToken cancellationToken)
    {
        var visible = await db.Editions.AnyAsync(
            e => e.Id == editionId && (caller.IsStaff || e.Status == EditionStatus.Open || e.Status == EditionStatus.Released), cancellationToken);
        if (!visible)
        {
            return EditionAccess.Unknown().ToProblem();
        }

        var days = await db.ModuleDays.AsNoTracking().Where(day => day.EditionId == editionId).OrderBy(day => day.Begins).ToListAsync(cancellationToken);
        return TypedResults.Ok(days.ConvertAll(ModuleDayView.Of));
    }

    public static async Task<Results<Ok<ModuleDayView>, ProblemHttpResult>> GetAsync(
        Guid moduleDayId, Caller caller, SchedulingDbContext db, CancellationToken cancellationToken)
    {
        var found = await db.ModuleDays.AsNoTracking().SingleOrDefaultAsync(
            day => day.Id == moduleDayId
                && (caller.IsStaff || db.Editions.Any(e => e.Id == day.EditionId && (e.Status == EditionStatus.Open || e.Status == EditionStatus.Released))),
            cancellationToken);
        if (found is null)
        {
            return ModuleDay.Unknown().ToProblem();
        }

        return TypedResults.Ok(ModuleDayView.Of(found));
    }

    /// <summary>A day with its edition, which is locked.</summary>
    public static async Task<(Edition Edition, ModuleDay Day)?> FindDayAsync(this SchedulingDbContext db, Guid moduleDayId, CancellationToken cancellationToken)
    {
        var editionId = await db.ModuleDays.Where(day => day.Id == moduleDayId).Select(day => day.EditionId).SingleOrDefaultAsync(cancellationToken);
        if (editionId == default)
        {
            return null;
        }

        await db.LockEditionAsync(editionId, cancellationToken);
        return ((await db.FindEditionAsync(editionId, cancellationToken))!, await db.ModuleDays.SingleAsync(day => day.Id == moduleDayId, cancellationToken));
    }
}
