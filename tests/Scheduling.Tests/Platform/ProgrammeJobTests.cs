using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Jobs;
using Metropool.Scheduling.ProgrammeTimeMoves;
using Metropool.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Scheduling.Tests.Platform;

public sealed class ProgrammeJobTests(SchedulingFixture fixture)
{
    [Fact]
    public async Task After_a_jump_of_months_replicas_complete_every_module_once_and_in_order()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync();
        var plan = new[] { (2, "2026-11-23"), (1, "2026-10-26"), (1, "2026-10-27"), (3, "2027-01-11"), (5, "2027-03-01"), (7, "2027-06-14") };
        foreach (var (module, date) in plan)
        {
            await edition.DayAsync(module, date);
        }

        fixture.Clock.AdjustTime(new DateTimeOffset(2027, 3, 2, 8, 0, 0, TimeSpan.Zero));
        await Task.WhenAll(RunJobAsync(), RunJobAsync(), RunJobAsync());

        await fixture.Events.PublishedAsync<ModuleCompleted>(e => e.EditionId == edition.Id && e.Number == 3);
        await fixture.Events.PublishedAsync<AttendanceChanged>(e => e.ParticipationId == participation.Id && e.ModulesAwaitingRecord.SequenceEqual([1, 2, 3]));
        var completed = fixture.Events.Seen.OfType<ModuleCompleted>().Where(e => e.EditionId == edition.Id).ToList();
        Assert.Equal([(1, new DateOnly(2026, 10, 27)), (2, new(2026, 11, 23)), (3, new(2027, 1, 11))], completed.Select(e => (e.Number, e.CompletedOn)));
        Assert.Equal(new DateTimeOffset(2026, 10, 27, 16, 0, 0, TimeSpan.Zero), completed[0].OccurredAt);
        Assert.Single(fixture.Events.Seen.OfType<ParticipationChanged>(), e => e.ParticipationId == participation.Id && e.Status == ParticipationStatus.Active);
        var attendances = fixture.Events.Seen.OfType<AttendanceChanged>().Where(e => e.ParticipationId == participation.Id).ToList();
        Assert.Equal([[1], [1, 2], [1, 2, 3]], attendances.Select(e => e.ModulesAwaitingRecord));
        Assert.Equal([[1], [1, 2], [1, 2, 3]], attendances.Select(e => e.EvaluatedModules));
    }

    [Fact]
    public async Task A_day_of_a_completed_module_cannot_be_changed()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        await edition.DayAsync(1, "2026-10-26");
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 10, 27, 8, 0, 0, TimeSpan.Zero));
        await RunJobAsync();

        await edition.Manager.SendRefusedAsync(
            HttpMethod.Post, $"{edition.Path}/module-days", new { moduleNumber = 1, date = "2026-10-28", startsAt = "09:30:00", endsAt = "17:00:00" },
            "scheduling.module-completed");
    }

    [Fact]
    public async Task A_move_of_programme_time_is_applied_recorded_and_published_and_the_job_follows_it()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        await edition.DayAsync(1, "2026-10-26");
        var id = Some.Id();
        var administrator = fixture.ClientFor(TestCaller.Administrator(id));
        try
        {
            var moved = await administrator.SendOkAsync(
                HttpMethod.Post, "/scheduling/v1/programme-time/moves", new { to = "2026-10-27T08:00:00Z", reason = "Demonstratie" });
            var shown = await administrator.SendOkAsync(HttpMethod.Get, "/scheduling/v1/programme-time");
            Assert.Equal(
                (moved.GetProperty("version").GetInt64(), new DateTimeOffset(2026, 10, 27, 8, 0, 0, TimeSpan.Zero)),
                (shown.GetProperty("version").GetInt64(), shown.GetProperty("now").GetDateTimeOffset()));

            await fixture.Events.PublishedAsync<ProgrammeTimeMoved>(e => e.Version == moved.GetProperty("version").GetInt64());
            await fixture.Events.PublishedAsync<ModuleCompleted>(e => e.EditionId == edition.Id && e.Number == 1);
            var moves = await administrator.SendOkAsync(HttpMethod.Get, "/scheduling/v1/programme-time/moves?limit=200");
            var record = moves.GetProperty("items").EnumerateArray().Last();
            Assert.Equal((id, "Demonstratie"), (record.GetProperty("movedBy").GetGuid(), record.GetProperty("reason").GetString()));

            await administrator.SendRefusedAsync(
                HttpMethod.Post, "/scheduling/v1/programme-time/moves", new { to = "1999-01-01T00:00:00Z", reason = "Demonstratie" }, "request.invalid");
        }
        finally
        {
            await administrator.SendOkAsync(HttpMethod.Post, "/scheduling/v1/programme-time/moves", new { to = fixture.Clock.GetUtcNow(), reason = "Terug" });
        }

        Assert.Equal(
            fixture.Clock.GetUtcNow(),
            (await administrator.SendOkAsync(HttpMethod.Get, "/scheduling/v1/programme-time")).GetProperty("now").GetDateTimeOffset());
    }

    [Fact]
    public async Task Programme_time_cannot_be_moved_outside_development()
    {
        foreach (var (environment, expected) in new[] { ("Development", true), ("Production", false) })
        {
            await using var app = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment }).Build();
            var routes = (IEndpointRouteBuilder)app;
            routes.MapProgrammeTimeMoves();
            Assert.Equal(expected, routes.DataSources.Count > 0);
        }
    }

    [Fact]
    public async Task Announcing_publishes_every_state_again_with_the_same_version()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participation = await edition.ParticipationAsync();
        var day = await edition.DayAsync(1, "2026-10-26");
        var application = await edition.ApplicationAsync();
        var interview = await edition.BookIntakeAsync(application, "2025-09-12T07:00:00Z");
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 10, 26, 17, 0, 0, TimeSpan.Zero));
        await edition.RecordAsync(day, participation.Id, true);
        await RunJobAsync();
        await fixture.Events.PublishedAsync<ModuleCompleted>(e => e.EditionId == edition.Id);
        await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.ParticipationId == participation.Id && e.Version == 2);
        var before = fixture.Events.Seen.ToList();
        fixture.Clock.AdjustTime(new DateTimeOffset(2027, 1, 4, 8, 0, 0, TimeSpan.Zero));

        await fixture.RunCommandAsync("announce");

        await Eventually.TrueAsync(
            () =>
            {
                var again = fixture.Events.Seen.Skip(before.Count).ToList();
                return Task.FromResult(
                    again.OfType<EditionChanged>().Any(e => e.EditionId == edition.Id)
                    && again.OfType<ParticipationChanged>().Any(e => e.ParticipationId == participation.Id && e.Version == 2)
                    && again.OfType<InterviewChanged>().Any(e => e.InterviewId == interview && e.Version == 1)
                    && again.OfType<ModuleCompleted>().Any(e => e.EditionId == edition.Id && e.Version == 2)
                    && again.OfType<AttendanceChanged>().Any(e => e.ParticipationId == participation.Id));
            },
            "everything is announced");

        // The time of the change, not of the announcement.
        var states = fixture.Events.Seen.Where(e => e is EditionChanged or ParticipationChanged or InterviewChanged)
            .Where(e => e.AggregateId == edition.Id || e.AggregateId == participation.Id || e.AggregateId == interview);
        Assert.All(states.GroupBy(e => (e.AggregateId, e.Version), e => e.OccurredAt), moments => Assert.Single(moments.Distinct()));
    }

    private Task<int> RunJobAsync() => fixture.InScope(services => services.GetRequiredService<ProgrammeJob>().RunAsync(TestContext.Current.CancellationToken));
}
