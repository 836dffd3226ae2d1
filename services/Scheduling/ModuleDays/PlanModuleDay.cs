using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Calendars;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.ModuleDays;

/// <summary>Plans, changes and cancels days of a module. After the release each is a new version of the edition that says what changed and whom it touches (R4).</summary>
internal static class PlanModuleDay
{
    /// <param name="ModuleNumber">The module: 1 to 6, and 7 for the final one.</param>
    /// <param name="Date">The day, in Europe/Amsterdam.</param>
    /// <param name="StartsAt">The start, in Europe/Amsterdam.</param>
    /// <param name="EndsAt">The end, the evening programme included, in Europe/Amsterdam.</param>
    /// <param name="EveningProgramme">Whether there is an evening programme.</param>
    /// <param name="OvernightStay">Whether there is an overnight stay.</param>
    /// <param name="TrainingActor">Whether a training actor works along.</param>
    /// <param name="Demo">Made up for a demonstration.</param>
    /// <param name="Teachers">Members of the team who teach on it.</param>
    internal sealed record Request(
        [property: Range(1, EditionRules.FinalNumber)] int ModuleNumber, DateOnly Date, TimeOnly StartsAt, TimeOnly EndsAt,
        bool EveningProgramme = false, bool OvernightStay = false, bool TrainingActor = false, bool Demo = false,
        [property: MaxLength(20)] IReadOnlyList<Guid>? Teachers = null)
    {
        public DayPlan ToPlan() => new(Date, StartsAt, EndsAt, EveningProgramme, OvernightStay, TrainingActor, Demo);
    }

    /// <param name="Date">The day, in Europe/Amsterdam.</param>
    /// <param name="StartsAt">The start, in Europe/Amsterdam.</param>
    /// <param name="EndsAt">The end, the evening programme included, in Europe/Amsterdam.</param>
    /// <param name="EveningProgramme">Whether there is an evening programme.</param>
    /// <param name="OvernightStay">Whether there is an overnight stay.</param>
    /// <param name="TrainingActor">Whether a training actor works along.</param>
    /// <param name="Demo">Made up for a demonstration.</param>
    /// <param name="Teachers">Members of the team who teach on it.</param>
    internal sealed record Change(
        DateOnly Date, TimeOnly StartsAt, TimeOnly EndsAt,
        bool EveningProgramme = false, bool OvernightStay = false, bool TrainingActor = false, bool Demo = false,
        [property: MaxLength(20)] IReadOnlyList<Guid>? Teachers = null)
    {
        public DayPlan ToPlan() => new(Date, StartsAt, EndsAt, EveningProgramme, OvernightStay, TrainingActor, Demo);
    }

    public static async Task<Results<Created<ModuleDayView>, ProblemHttpResult>> HandleAsync(
        Guid editionId, Request request, Caller caller, SchedulingDbContext db, Roster roster, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<ModuleDay>(
            async token =>
            {
                if (!await db.LockEditionAsync(editionId, token) || await db.FindEditionAsync(editionId, token) is not { } edition)
                {
                    return EditionAccess.Unknown();
                }

                if (edition.Refuses(caller, clock.Today, EditionAccess.Organising) is { } forbidden)
                {
                    return forbidden;
                }

                var now = clock.GetUtcNow();
                var others = await db.ModuleDays.AsNoTracking().Where(other => other.EditionId == editionId).ToListAsync(token);
                var module = edition.ModuleNumbered(request.ModuleNumber)!;
                if (ModuleDay.Plan(edition, module, request.ToPlan(), request.Teachers ?? [], others, now).IsRefused(out var refusal, out var day))
                {
                    return refusal;
                }

                if ((await roster.EnterAsync(day, token)).IsRefused(out refusal, out var touched))
                {
                    return refusal;
                }

                db.ModuleDays.Add(day);
                edition.Changed($"Module {day.ModuleNumber}: {day.Date:yyyy-MM-dd} {day.StartsAt:HH\\:mm}-{day.EndsAt:HH\\:mm} was added", touched, now);
                await PublishAsync(edition, publish, token);
                return day;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var planned)
            ? refused.ToProblem()
            : TypedResults.Created($"/scheduling/v1/module-days/{planned.Id}", ModuleDayView.Of(planned));
    }

    public static Task<Results<Ok<ModuleDayView>, ProblemHttpResult>> ChangeAsync(
        Guid moduleDayId, Change request, IfMatch ifMatch, Caller caller, SchedulingDbContext db, Roster roster, Standings standings,
        ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken) =>
        OnDayAsync(
            moduleDayId, caller, db, standings, clock, publish,
            async (edition, day, token) =>
            {
                if (ifMatch.Mismatch(day.Version) is { } mismatch)
                {
                    return mismatch;
                }

                var others = await db.ModuleDays.AsNoTracking().Where(other => other.EditionId == edition.Id).ToListAsync(token);
                var module = edition.ModuleNumbered(day.ModuleNumber)!;
                if (day.Change(edition, module, request.ToPlan(), request.Teachers ?? [], others, clock.GetUtcNow()).IsRefused(out var refusal, out var what))
                {
                    return refusal;
                }

                return (await roster.EnterAsync(day, token)).IsRefused(out refusal, out var touched) ? refusal : new Changed(what, touched);
            },
            cancellationToken);

    public static Task<Results<Ok<ModuleDayView>, ProblemHttpResult>> CancelAsync(
        Guid moduleDayId, Caller caller, SchedulingDbContext db, Calendar calendar, Standings standings,
        ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken) =>
        OnDayAsync(
            moduleDayId, caller, db, standings, clock, publish,
            async (_, day, token) =>
            {
                if (day.Cancel(clock.GetUtcNow()).IsRefused(out var refusal, out var what))
                {
                    return refusal;
                }

                var touched = await calendar.PeopleAtAsync(day.Id, token);
                await calendar.LeaveAsync(day.Id, token);
                return new Changed(what, touched);
            },
            cancellationToken);

    private static async Task<Results<Ok<ModuleDayView>, ProblemHttpResult>> OnDayAsync(
        Guid moduleDayId, Caller caller, SchedulingDbContext db, Standings standings, ProgrammeClock clock, IPublishEndpoint publish,
        Func<Edition, ModuleDay, CancellationToken, Task<Outcome<Changed>>> change, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<ModuleDay>(
            async token =>
            {
                if (await db.FindDayAsync(moduleDayId, token) is not var (edition, day))
                {
                    return ModuleDay.Unknown();
                }

                if (edition.Refuses(caller, clock.Today, EditionAccess.Organising) is { } forbidden)
                {
                    return forbidden;
                }

                var now = clock.GetUtcNow();
                if ((await change(edition, day, token)).IsRefused(out var refusal, out var changed))
                {
                    return refusal;
                }

                edition.Changed(changed.What, changed.Touched, now);
                await PublishAsync(edition, publish, token);
                await db.SaveChangesAsync(token);
                await standings.JudgeAgainAsync(edition, now, token);
                return day;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var result) ? refused.ToProblem() : TypedResults.Ok(ModuleDayView.Of(result));
    }

    private static Task PublishAsync(Edition edition, IPublishEndpoint publish, CancellationToken cancellationToken) =>
        edition.Status == Contracts.Scheduling.EditionStatus.Draft ? Task.CompletedTask : publish.Publish(edition.State(), cancellationToken);

    private sealed record Changed(string What, IReadOnlyList<Guid> Touched);
}
