using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Calendars;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.ModuleDays;

/// <summary>A module day to plan.</summary>
/// <param name="ModuleNumber">The module: 1 to 6, and 7 for the final module.</param>
/// <param name="Date">The day, in Europe/Amsterdam.</param>
/// <param name="StartsAt">The start, in Europe/Amsterdam, such as <c>09:30:00</c>.</param>
/// <param name="EndsAt">The end, including the evening programme, in Europe/Amsterdam.</param>
/// <param name="EveningProgramme">Whether it has an evening programme.</param>
/// <param name="OvernightStay">Whether it has an overnight stay.</param>
/// <param name="TrainingActor">Whether a training actor takes part.</param>
/// <param name="Demo">Whether the day is demo data.</param>
/// <param name="Teachers">The members of the team who teach on it.</param>
internal sealed record ModuleDayRequest(
    [property: Range(1, EditionRules.FinalNumber)] int ModuleNumber, DateOnly Date, TimeOnly StartsAt, TimeOnly EndsAt,
    bool EveningProgramme = false, bool OvernightStay = false, bool TrainingActor = false, bool Demo = false,
    [property: MaxLength(20)] IReadOnlyList<Guid>? Teachers = null)
{
    public DayPlan ToPlan() => new(Date, StartsAt, EndsAt, EveningProgramme, OvernightStay, TrainingActor, Demo, Teachers ?? []);
}

/// <summary>The new time and details of a module day.</summary>
/// <param name="Date">The day, in Europe/Amsterdam.</param>
/// <param name="StartsAt">The start, in Europe/Amsterdam, such as <c>09:30:00</c>.</param>
/// <param name="EndsAt">The end, including the evening programme, in Europe/Amsterdam.</param>
/// <param name="EveningProgramme">Whether it has an evening programme.</param>
/// <param name="OvernightStay">Whether it has an overnight stay.</param>
/// <param name="TrainingActor">Whether a training actor takes part.</param>
/// <param name="Demo">Whether the day is demo data.</param>
/// <param name="Teachers">The members of the team who teach on it.</param>
internal sealed record ModuleDayChangeRequest(
    DateOnly Date, TimeOnly StartsAt, TimeOnly EndsAt,
    bool EveningProgramme = false, bool OvernightStay = false, bool TrainingActor = false, bool Demo = false,
    [property: MaxLength(20)] IReadOnlyList<Guid>? Teachers = null)
{
    public DayPlan ToPlan() => new(Date, StartsAt, EndsAt, EveningProgramme, OvernightStay, TrainingActor, Demo, Teachers ?? []);
}

/// <summary>
/// Plans, changes and cancels module days. After the release each change is a new version of the edition, with a description and the people affected (R4).
/// </summary>
internal static class PlanModuleDay
{
    public static async Task<Results<Created<ModuleDayDetail>, ProblemHttpResult>> HandleAsync(
        Guid editionId, ModuleDayRequest request, Caller caller, SchedulingDbContext db, ModuleDayCalendar moduleDays, ProgrammeClock clock,
        IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<ModuleDay>(
            async token =>
            {
                if ((await db.LockEditionAsync(editionId, caller, clock.Today, Access.Organisers, token)).IsRefused(out var refusal, out var edition))
                {
                    return refusal;
                }

                var now = clock.GetUtcNow();
                var others = await db.ModuleDays.AsNoTracking().Where(other => other.EditionId == editionId).ToListAsync(token);
                var module = edition.FindModule(request.ModuleNumber)!;
                if (ModuleDay.Plan(edition, module, request.ToPlan(), others, now).IsRefused(out refusal, out var day))
                {
                    return refusal;
                }

                if ((await moduleDays.AddAsync(day, token)).IsRefused(out refusal, out var affected))
                {
                    return refusal;
                }

                db.ModuleDays.Add(day);
                var description = $"Module {day.ModuleNumber}: {day.Date:yyyy-MM-dd} {day.StartsAt:HH\\:mm}-{day.EndsAt:HH\\:mm} was added";
                edition.RecordChange(description, affected, now);
                await publish.Publish(edition.State(EditionChange.Updated), token);
                return day;
            },
            cancellationToken);
        return outcome.ToCreated(day => $"/scheduling/v1/module-days/{day.Id}", ModuleDayDetail.Of);
    }

    public static Task<Results<Ok<ModuleDayDetail>, ProblemHttpResult>> ChangeAsync(
        Guid moduleDayId, ModuleDayChangeRequest request, IfMatch ifMatch, Caller caller, SchedulingDbContext db, ModuleDayCalendar moduleDays,
        AttendanceEvaluator evaluator, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken) =>
        ChangeDayAsync(
            moduleDayId, caller, db, evaluator, clock, publish,
            async (edition, day, token) =>
            {
                if (ifMatch.Mismatch(day.Version) is { } mismatch)
                {
                    return mismatch;
                }

                var others = await db.ModuleDays.AsNoTracking().Where(other => other.EditionId == edition.Id).ToListAsync(token);
                var module = edition.FindModule(day.ModuleNumber)!;
                if (day.Change(edition, module, request.ToPlan(), others, clock.GetUtcNow()).IsRefused(out var refusal, out var description))
                {
                    return refusal;
                }

                return (await moduleDays.AddAsync(day, token)).IsRefused(out refusal, out var affected) ? refusal : new DayChange(description, affected);
            },
            cancellationToken);

    public static Task<Results<Ok<ModuleDayDetail>, ProblemHttpResult>> CancelAsync(
        Guid moduleDayId, Caller caller, SchedulingDbContext db, Calendar calendar, AttendanceEvaluator evaluator,
        ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken) =>
        ChangeDayAsync(
            moduleDayId, caller, db, evaluator, clock, publish,
            async (_, day, token) =>
            {
                if (day.Cancel(clock.GetUtcNow()).IsRefused(out var refusal, out var description))
                {
                    return refusal;
                }

                var affected = await calendar.PeopleOfAsync(day.Id, token);
                await calendar.RemoveAsync(day.Id, token);
                return new DayChange(description, affected);
            },
            cancellationToken);

    private static async Task<Results<Ok<ModuleDayDetail>, ProblemHttpResult>> ChangeDayAsync(
        Guid moduleDayId, Caller caller, SchedulingDbContext db, AttendanceEvaluator evaluator, ProgrammeClock clock, IPublishEndpoint publish,
        Func<Edition, ModuleDay, CancellationToken, Task<Outcome<DayChange>>> change, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<ModuleDay>(
            async token =>
            {
                if (await db.LockModuleDayAsync(moduleDayId, token) is not var (edition, day))
                {
                    return Refusals.ModuleDayUnknown;
                }

                if (edition.RefuseWithoutRole(caller, clock.Today, Access.Organisers) is { } forbidden)
                {
                    return forbidden;
                }

                var now = clock.GetUtcNow();
                if ((await change(edition, day, token)).IsRefused(out var refusal, out var changed))
                {
                    return refusal;
                }

                edition.RecordChange(changed.Description, changed.Affected, now);
                await publish.Publish(edition.State(EditionChange.Updated), token);
                await db.SaveChangesAsync(token);
                await evaluator.ReevaluateAsync(edition, now, token);
                return day;
            },
            cancellationToken);
        return outcome.ToOk(ModuleDayDetail.Of);
    }

    private sealed record DayChange(string Description, IReadOnlyList<Guid> Affected);
}
