using Metropool.Http;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.ModuleDays;

/// <summary>A module day.</summary>
/// <param name="Id">The id of the day.</param>
/// <param name="Version">Increases with every change.</param>
/// <param name="EditionId">The edition.</param>
/// <param name="ModuleNumber">The module: 1 to 6, and 7 for the final module.</param>
/// <param name="Date">The day, in Europe/Amsterdam.</param>
/// <param name="StartsAt">The start, in Europe/Amsterdam.</param>
/// <param name="EndsAt">The end, including the evening programme, in Europe/Amsterdam.</param>
/// <param name="Begins">The start, UTC.</param>
/// <param name="Ends">The end, UTC.</param>
/// <param name="EveningProgramme">Whether it has an evening programme.</param>
/// <param name="OvernightStay">Whether it has an overnight stay.</param>
/// <param name="TrainingActor">Whether a training actor takes part.</param>
/// <param name="Demo">Whether the day is demo data.</param>
/// <param name="Teachers">The members of the team who teach on it.</param>
/// <param name="MovedAfterRelease">Whether it was moved after the release of the programme.</param>
/// <param name="Cancelled">Whether it was cancelled.</param>
internal sealed record ModuleDayDetail(
    Guid Id, long Version, Guid EditionId, int ModuleNumber, DateOnly Date, TimeOnly StartsAt, TimeOnly EndsAt, DateTimeOffset Begins, DateTimeOffset Ends,
    bool EveningProgramme, bool OvernightStay, bool TrainingActor, bool Demo, IReadOnlyList<Guid> Teachers, bool MovedAfterRelease, bool Cancelled) : IVersioned
{
    public ResourceVersion GetVersion() => Version;

    public static ModuleDayDetail Of(ModuleDay day) => new(
        day.Id, day.Version, day.EditionId, day.ModuleNumber, day.Date, day.StartsAt, day.EndsAt, day.Begins, day.Ends,
        day.EveningProgramme, day.OvernightStay, day.TrainingActor, day.Demo, day.Teachers, day.MovedAfterRelease, day.Cancelled);
}

/// <summary>Reads module days.</summary>
internal static class GetModuleDays
{
    /// <summary>Lists the days of an edition by time. An edition has few, so the list has no pages.</summary>
    public static async Task<Results<Ok<List<ModuleDayDetail>>, ProblemHttpResult>> ListAsync(
        Guid editionId, Caller caller, SchedulingDbContext db, CancellationToken cancellationToken)
    {
        if (!await db.EditionsVisibleTo(caller).AnyAsync(e => e.Id == editionId, cancellationToken))
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var days = await db.ModuleDays.AsNoTracking().Where(day => day.EditionId == editionId).OrderBy(day => day.Begins).ToListAsync(cancellationToken);
        return TypedResults.Ok(days.ConvertAll(ModuleDayDetail.Of));
    }

    public static async Task<Results<Ok<ModuleDayDetail>, ProblemHttpResult>> GetAsync(
        Guid moduleDayId, Caller caller, SchedulingDbContext db, CancellationToken cancellationToken)
    {
        var visible = db.EditionsVisibleTo(caller);
        var day = await db.ModuleDays.AsNoTracking()
            .SingleOrDefaultAsync(day => day.Id == moduleDayId && visible.Any(e => e.Id == day.EditionId), cancellationToken);
        return day is null ? Refusals.ModuleDayUnknown.ToProblem() : TypedResults.Ok(ModuleDayDetail.Of(day));
    }

    /// <summary>Loads a day with its edition, and locks the edition.</summary>
    public static async Task<(Edition Edition, ModuleDay Day)?> LockModuleDayAsync(
        this SchedulingDbContext db, Guid moduleDayId, CancellationToken cancellationToken)
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
