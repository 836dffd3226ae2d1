using System.Net;
using System.Net.Http.Json;
using System.Text;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests.Editions;

public sealed class EditionApiTests(SchedulingFixture fixture)
{
    [Fact]
    public async Task An_invalid_edition_file_is_refused_with_all_faults_and_places_and_nothing_is_stored()
    {
        var file = EditionFile.Read();
        file.Set("startsOn", "\"soon\"");
        file.Set("modules[3].title", null);
        var before = await CountAsync();

        using var response = await fixture.ClientFor(TestCaller.Staff(Some.Id())).PostAsJsonAsync(
            "/scheduling/v1/editions", file, TestContext.Current.CancellationToken);

        var problem = await SchedulingFixture.ReadAsync<System.Text.Json.JsonElement>(response, HttpStatusCode.BadRequest);
        Assert.Equal("request.invalid", problem.GetProperty("code").GetString());
        Assert.Equal(["startsOn not-readable", "modules[3].title missing"], problem.Faults());
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task R3_An_edition_is_stored_as_given_and_its_findings_are_listed()
    {
        var staff = await fixture.StaffAsync();
        var edition = await fixture.ImportAsync(staff);
        var client = fixture.ClientFor(TestCaller.Staff(staff));

        var stored = await SchedulingFixture.ReadAsync<EditionDetail>(
            await client.GetAsync(new Uri($"/scheduling/v1/editions/{edition.Id}", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(("2026-10-26", "2027-06", 18), (stored.StartsOn.ToString(), stored.EndsOn.ToString(), stored.DurationMonths));
        Assert.Equal(7, stored.Modules.Count);
        Assert.Equal(2, stored.Modules[0].Personal!.StatedDays);
        Assert.Equal(4, stored.Internal!.Remarks.Count);

        var findings = await SchedulingFixture.ReadAsync<List<Finding>>(
            await client.GetAsync(new Uri($"/scheduling/v1/editions/{edition.Id}/findings", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(10, findings.Count);
        Assert.Contains(findings, finding => finding.Code == "duration-contradicts-dates");
    }

    [Fact]
    public async Task Two_editions_cannot_have_the_same_name()
    {
        var staff = await fixture.StaffAsync();
        var file = EditionFile.Read();
        var client = fixture.ClientFor(TestCaller.Staff(staff));

        await client.SendOkAsync(HttpMethod.Post, "/scheduling/v1/editions", file);
        await client.SendRefusedAsync(HttpMethod.Post, "/scheduling/v1/editions", file, "scheduling.edition-name-taken");
    }

    [Theory]
    [InlineData("{0} ")]
    [InlineData("Edi\u00ADtie {0}")]
    [InlineData("ＥＤＩＴＩＥ\u3000{0}")]
    [InlineData("editie\u00A0\u00A0{0}")]
    public async Task Two_editions_cannot_have_names_that_look_the_same(string other)
    {
        var staff = await fixture.StaffAsync();
        var (file, number) = (EditionFile.Read(), Some.Id().ToString("N"));
        var client = fixture.ClientFor(TestCaller.Staff(staff));
        file["name"] = $"Editie {number}";
        await client.SendOkAsync(HttpMethod.Post, "/scheduling/v1/editions", file);

        file["name"] = string.Format(System.Globalization.CultureInfo.InvariantCulture, other, other.StartsWith('{') ? $"editie {number}" : number).Trim();

        await client.SendRefusedAsync(HttpMethod.Post, "/scheduling/v1/editions", file, "scheduling.edition-name-taken");
    }

    [Fact]
    public async Task A_file_of_another_media_type_is_refused()
    {
        using var content = new StringContent("name: Metropool", Encoding.UTF8, "text/yaml");
        using var response = await fixture.ClientFor(TestCaller.Staff(Some.Id())).PostAsync(
            new Uri("/scheduling/v1/editions", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task R3_The_programme_manager_acknowledges_findings_and_the_reason_is_stored()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var version = await edition.VersionAsync();
        var acknowledgement = new { version, acknowledgement = new { reason = "De data worden nog bevestigd." } };

        await edition.Dean.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/release", acknowledgement, "scheduling.role-required");
        var problem = await edition.Manager.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/release", new { version }, "scheduling.findings-open");
        Assert.Contains("durationMonths duration-contradicts-dates", problem.Faults());

        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{edition.Path}/release", acknowledgement);

        await fixture.Events.PublishedAsync<EditionChanged>(e => e.Change == EditionChange.Released && e.EditionId == edition.Id);
        var kept = await fixture.InDatabase((SchedulingDbContext db) => db.Editions.AsNoTracking().SingleAsync(e => e.Id == edition.Id));
        Assert.Equal((edition.ManagerId, "De data worden nog bevestigd."), (kept.Release!.By, kept.Release.Acknowledgement));
        Assert.Equal(10, kept.Release.AcknowledgedFindings.Count);
    }

    [Fact]
    public async Task R4_Only_staff_see_a_draft()
    {
        var staff = await fixture.StaffAsync();
        var edition = await fixture.ImportAsync(staff);
        var person = fixture.ClientFor(TestCaller.Person(Some.Id()));

        await person.SendRefusedAsync(HttpMethod.Get, $"/scheduling/v1/editions/{edition.Id}", null, "scheduling.edition-unknown");
        await person.SendRefusedAsync(HttpMethod.Get, $"/scheduling/v1/editions/{edition.Id}/module-days", null, "scheduling.edition-unknown");
        await fixture.ClientFor(TestCaller.Staff(Some.Id())).SendOkAsync(HttpMethod.Get, $"/scheduling/v1/editions/{edition.Id}");
        // The other services learn of it, and that it is a draft.
        Assert.Equal(EditionStatus.Draft, (await fixture.Events.PublishedAsync<EditionChanged>(e => e.EditionId == edition.Id)).Status);

        var open = await Scenario.CreateAsync(fixture);
        var shown = await person.SendOkAsync(HttpMethod.Get, open.Path);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, shown.GetProperty("internal").ValueKind);
    }

    [Fact]
    public async Task R4_A_module_day_that_is_moved_after_the_release_lists_the_people_affected()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var (first, second) = (await edition.ParticipationAsync(), await edition.ParticipationAsync());
        var day = await edition.DayAsync(1, "2026-10-26");

        await edition.ProjectManager.SendOkAsync(
            HttpMethod.Put, $"/scheduling/v1/module-days/{day}",
            new { date = "2026-10-27", startsAt = "09:30:00", endsAt = "17:00:00", teachers = new[] { edition.TrainerId } });

        var changes = await edition.Manager.SendOkAsync(HttpMethod.Get, $"{edition.Path}/changes");
        var change = changes.GetProperty("items").EnumerateArray().Last();
        Assert.Equal("Module 1: 2026-10-26 09:30-17:00 became 2026-10-27 09:30-17:00", change.GetProperty("description").GetString());
        Assert.Equal(
            new[] { first.PersonId, second.PersonId, edition.TrainerId }.Order(),
            change.GetProperty("affectedPersonIds").EnumerateArray().Select(person => person.GetGuid()).Order());
        var version = change.GetProperty("version").GetInt64();
        await fixture.Events.PublishedAsync<EditionChanged>(e => e.EditionId == edition.Id && e.Version == version);
    }

    [Fact]
    public async Task R5_Dean_and_programme_manager_appoint_the_team_of_an_open_edition()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var (newcomer, stranger) = (await fixture.StaffAsync("Trainer 02"), await fixture.StaffAsync("Vreemde"));
        var body = new { personId = newcomer, role = "trainer", from = "2025-01-01" };

        await fixture.ClientFor(TestCaller.Staff(stranger)).SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/team", body, "scheduling.role-required");
        await edition.Trainer.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/team", body, "scheduling.role-required");
        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{edition.Path}/team", body);

        var changed = await fixture.Events.PublishedAsync<EditionChanged>(e => e.EditionId == edition.Id && e.Team.Any(role => role.PersonId == newcomer));
        Assert.Equal("Trainer 02", changed.Team.Single(role => role.PersonId == newcomer).DisplayName);
    }

    [Fact]
    public async Task A_list_of_editions_has_pages()
    {
        var staff = await fixture.StaffAsync();
        await fixture.ImportAsync(staff);
        await fixture.ImportAsync(staff);
        await fixture.ImportAsync(staff);
        var client = fixture.ClientFor(TestCaller.Staff(staff));
        var ids = new List<Guid>();
        var next = "/scheduling/v1/editions?limit=2";
        while (next is not null)
        {
            var page = await client.SendOkAsync(HttpMethod.Get, next);
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(await CountAsync(), ids.Distinct().Count());
        Assert.Equal(ids.Count, ids.Distinct().Count());
        await client.SendRefusedAsync(HttpMethod.Get, "/scheduling/v1/editions?limit=0", null, "request.invalid");
    }

    [Fact]
    public async Task A_cancelled_edition_is_removed_from_the_calendars()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var application = await edition.ApplicationAsync();
        var interview = await edition.Manager.SendOkAsync(
            HttpMethod.Post, "/scheduling/v1/interviews", edition.IntakeBooking(application, "2025-09-12T07:00:00Z"));
        await edition.ParticipationAsync();
        var day = await edition.DayAsync(1, "2026-10-26");

        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{edition.Path}/cancellation", new { reason = "Te weinig aanmeldingen" });

        await fixture.Events.PublishedAsync<EditionChanged>(e => e.Change == EditionChange.Cancelled && e.EditionId == edition.Id);
        await fixture.Events.PublishedAsync<InterviewChanged>(
            e => e.Change == InterviewChange.Cancelled && e.InterviewId == interview.GetProperty("id").GetGuid());
        Assert.False(
            await fixture.InDatabase(
                (SchedulingDbContext db) => db.CalendarEntries.AnyAsync(e => e.SourceId == day || e.SourceId == interview.GetProperty("id").GetGuid())));
    }

    [Fact]
    public async Task R4_A_cancellation_lists_the_people_affected()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var application = await edition.ApplicationAsync();
        await edition.Manager.SendOkAsync(HttpMethod.Post, "/scheduling/v1/interviews", edition.IntakeBooking(application, "2025-09-12T07:00:00Z"));
        var participation = await edition.ParticipationAsync();
        await edition.ReleaseAsync();

        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{edition.Path}/cancellation", new { reason = "Te weinig aanmeldingen" });

        var change = (await edition.Manager.SendOkAsync(HttpMethod.Get, $"{edition.Path}/changes")).GetProperty("items").EnumerateArray().Last();
        Assert.Equal("Cancelled", change.GetProperty("description").GetString());
        Assert.Equal(
            new[] { edition.DeanId, edition.ManagerId, edition.ProjectManagerId, edition.TrainerId, application.PersonId, participation.PersonId }.Order(),
            change.GetProperty("affectedPersonIds").EnumerateArray().Select(person => person.GetGuid()).Order());
    }

    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("0001-01")]
    public async Task A_date_outside_the_supported_years_is_refused(string date)
    {
        var edition = await Scenario.CreateAsync(fixture);
        var file = EditionFile.Read();
        file.Set("endsOn", $"\"{date}\"");

        using var response = await edition.Manager.PostAsJsonAsync("/scheduling/v1/editions", file, TestContext.Current.CancellationToken);
        Assert.Equal(["endsOn out-of-range"], (await SchedulingFixture.ReadAsync<System.Text.Json.JsonElement>(response, HttpStatusCode.BadRequest)).Faults());
        await edition.Manager.SendRefusedAsync(
            HttpMethod.Put, $"{edition.Path}/dates",
            new { startsOn = "2026-10-26", endsOn = date, intakeDays = new[] { new { date = "2025-09-12" } }, reason = "Verzet" }, "request.invalid");
        await edition.Manager.SendOkAsync(HttpMethod.Get, $"{edition.Path}/findings");
    }

    [Fact]
    public async Task R3_A_programme_that_changed_after_it_was_read_is_not_released()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var seen = await edition.VersionAsync();
        await edition.DayAsync(2, "2026-06-01");

        object Release(long version) => new { version, acknowledgement = new { reason = "De data worden nog bevestigd." } };
        await edition.Manager.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/release", Release(seen), "scheduling.edition-changed");
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{edition.Path}/release", Release(await edition.VersionAsync()));
    }

    [Fact]
    public async Task R11_The_role_of_a_panel_member_ends_only_after_their_booked_interviews()
    {
        var edition = await Scenario.CreateAsync(fixture);
        await edition.Manager.SendOkAsync(
            HttpMethod.Post, "/scheduling/v1/interviews", edition.IntakeBooking(await edition.ApplicationAsync(), "2025-09-19T07:00:00Z"));
        var member = await fixture.InDatabase((SchedulingDbContext db) =>
            db.Editions.Where(e => e.Id == edition.Id).SelectMany(e => e.Team).Where(m => m.Role == TeamRole.ProgrammeManager).Select(m => m.Id).SingleAsync());

        await edition.Dean.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/team/{member}/end", new { until = "2025-09-18" }, "scheduling.interviews-booked");
        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{edition.Path}/team/{member}/end", new { until = "2025-09-19" });
    }

    private Task<int> CountAsync() => fixture.InDatabase((SchedulingDbContext db) => db.Editions.CountAsync());
}
