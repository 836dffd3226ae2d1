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
    public async Task A_bad_edition_file_is_refused_with_every_fault_and_its_place_and_nothing_is_stored()
    {
        var file = SchedulingFixture.EditionFile();
        EditionFileTests.Set(file, "startsOn", "\"soon\"");
        EditionFileTests.Set(file, "modules[3].title", null);
        var before = await CountAsync();

        using var response = await fixture.ClientFor(TestCaller.Staff(Some.Id())).PostAsJsonAsync("/scheduling/v1/editions", file, TestContext.Current.CancellationToken);

        var problem = await SchedulingFixture.ReadAsync<System.Text.Json.JsonElement>(response, HttpStatusCode.BadRequest);
        Assert.Equal("scheduling.edition-file-invalid", problem.GetProperty("code").GetString());
        Assert.Equal(["startsOn not-a-date", "modules[3].title missing"], problem.Faults());
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task R03_An_edition_is_stored_as_given_and_its_findings_are_listed()
    {
        var staff = await fixture.StaffAsync();
        var edition = await fixture.ImportAsync(staff);
        var client = fixture.ClientFor(TestCaller.Staff(staff));

        var stored = await SchedulingFixture.ReadAsync<EditionView>(await client.GetAsync(new Uri($"/scheduling/v1/editions/{edition.Id}", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(("2026-10-26", "2027-06", 18), (stored.StartsOn.ToString(), stored.EndsOn.ToString(), stored.DurationMonths));
        Assert.Equal(7, stored.Modules.Count);
        Assert.Equal(2, stored.Modules[0].Personal!.StatedDays);
        Assert.Equal(4, stored.Internal!.Remarks.Count);

        var findings = await SchedulingFixture.ReadAsync<List<Finding>>(await client.GetAsync(new Uri($"/scheduling/v1/editions/{edition.Id}/findings", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(10, findings.Count);
        Assert.Contains(findings, finding => finding.Code == "duration-contradicts-dates");
    }

    [Fact]
    public async Task Two_editions_that_take_place_have_two_names()
    {
        var staff = await fixture.StaffAsync();
        var file = SchedulingFixture.EditionFile();
        var client = fixture.ClientFor(TestCaller.Staff(staff));

        await client.SendOkAsync(HttpMethod.Post, "/scheduling/v1/editions", file);
        await client.SendRefusedAsync(HttpMethod.Post, "/scheduling/v1/editions", file, "scheduling.edition-name-taken");
    }

    [Theory]
    [InlineData("{0} ")]
    [InlineData("Edi\u00ADtie {0}")]
    [InlineData("ＥＤＩＴＩＥ\u3000{0}")]
    [InlineData("editie\u00A0\u00A0{0}")]
    public async Task Two_editions_do_not_differ_in_what_nobody_sees_alone(string other)
    {
        var staff = await fixture.StaffAsync();
        var (file, number) = (SchedulingFixture.EditionFile(), Some.Id().ToString("N"));
        var client = fixture.ClientFor(TestCaller.Staff(staff));
        file["name"] = $"Editie {number}";
        await client.SendOkAsync(HttpMethod.Post, "/scheduling/v1/editions", file);

        file["name"] = string.Format(System.Globalization.CultureInfo.InvariantCulture, other, other.StartsWith('{') ? $"editie {number}" : number).Trim();

        await client.SendRefusedAsync(HttpMethod.Post, "/scheduling/v1/editions", file, "scheduling.edition-name-taken");
    }

    [Fact]
    public async Task What_is_not_JSON_is_refused_by_its_media_type()
    {
        using var content = new StringContent("name: Metropool", Encoding.UTF8, "text/yaml");
        using var response = await fixture.ClientFor(TestCaller.Staff(Some.Id())).PostAsync(new Uri("/scheduling/v1/editions", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task R03_The_acknowledgement_is_by_the_programme_manager_of_the_edition_and_kept()
    {
        var edition = await fixture.OpenEditionAsync();
        var version = await edition.VersionAsync();
        var acknowledgement = new { version, acknowledgement = new { reason = "De data worden nog bevestigd." } };

        await edition.Dean.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/release", acknowledgement, "scheduling.part-needed");
        var problem = await edition.Manager.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/release", new { version }, "scheduling.findings-open");
        Assert.Contains("durationMonths duration-contradicts-dates", problem.Faults());

        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{edition.Path}/release", acknowledgement);

        await fixture.Events.PublishedAsync<EditionReleased>(e => e.EditionId == edition.Id);
        var kept = await fixture.InDatabase((SchedulingDbContext db) => db.Editions.AsNoTracking().SingleAsync(e => e.Id == edition.Id));
        Assert.Equal((edition.ManagerId, "De data worden nog bevestigd."), (kept.Release!.By, kept.Release.Acknowledgement));
        Assert.Equal(10, kept.Release.AcknowledgedFindings.Count);
    }

    [Fact]
    public async Task R04_A_draft_is_seen_by_staff_alone()
    {
        var staff = await fixture.StaffAsync();
        var edition = await fixture.ImportAsync(staff);
        var person = fixture.ClientFor(TestCaller.Person(Some.Id()));

        await person.SendRefusedAsync(HttpMethod.Get, $"/scheduling/v1/editions/{edition.Id}", null, "scheduling.edition-unknown");
        await person.SendRefusedAsync(HttpMethod.Get, $"/scheduling/v1/editions/{edition.Id}/module-days", null, "scheduling.edition-unknown");
        await fixture.ClientFor(TestCaller.Staff(Some.Id())).SendOkAsync(HttpMethod.Get, $"/scheduling/v1/editions/{edition.Id}");
        // The other services learn of it, and that it is a draft.
        Assert.Equal(EditionStatus.Draft, (await fixture.Events.PublishedAsync<EditionChanged>(e => e.EditionId == edition.Id)).Status);

        var open = await fixture.OpenEditionAsync();
        var shown = await person.SendOkAsync(HttpMethod.Get, open.Path);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, shown.GetProperty("internal").ValueKind);
    }

    [Fact]
    public async Task R04_A_module_day_that_changes_after_the_release_names_whom_it_touches()
    {
        var edition = await fixture.ReleasedEditionAsync();
        var (first, second) = (await edition.ParticipationAsync(), await edition.ParticipationAsync());
        var day = await edition.DayAsync(1, "2026-10-26");

        await edition.ProjectManager.SendOkAsync(
            HttpMethod.Put, $"/scheduling/v1/module-days/{day}", new { date = "2026-10-27", startsAt = "09:30:00", endsAt = "17:00:00", teachers = new[] { edition.TrainerId } });

        var changes = await edition.Manager.SendOkAsync(HttpMethod.Get, $"{edition.Path}/changes");
        var change = changes.GetProperty("items").EnumerateArray().Last();
        Assert.Equal("Module 1: 2026-10-26 09:30-17:00 became 2026-10-27 09:30-17:00", change.GetProperty("what").GetString());
        Assert.Equal(
            new[] { first.PersonId, second.PersonId, edition.TrainerId }.Order(), change.GetProperty("touched").EnumerateArray().Select(person => person.GetGuid()).Order());
        var version = change.GetProperty("version").GetInt64();
        await fixture.Events.PublishedAsync<EditionChanged>(e => e.EditionId == edition.Id && e.Version == version);
    }

    [Fact]
    public async Task R05_The_team_of_an_open_edition_is_made_by_who_leads_it()
    {
        var edition = await fixture.OpenEditionAsync();
        var (newcomer, stranger) = (await fixture.StaffAsync("Trainer 02"), await fixture.StaffAsync("Vreemde"));
        var body = new { personId = newcomer, part = "trainer", from = "2025-01-01" };

        await fixture.ClientFor(TestCaller.Staff(stranger)).SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/team", body, "scheduling.part-needed");
        await edition.Trainer.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/team", body, "scheduling.part-needed");
        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{edition.Path}/team", body);

        var changed = await fixture.Events.PublishedAsync<EditionChanged>(e => e.EditionId == edition.Id && e.Team.Any(role => role.PersonId == newcomer));
        Assert.Equal("Trainer 02", changed.Team.Single(role => role.PersonId == newcomer).DisplayName);
    }

    [Fact]
    public async Task A_list_of_editions_is_read_part_by_part()
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
    public async Task A_cancelled_edition_leaves_the_calendars()
    {
        var edition = await fixture.OpenEditionAsync();
        var application = await edition.ApplicationAsync();
        var interview = await edition.Manager.SendOkAsync(HttpMethod.Post, "/scheduling/v1/interviews", edition.Booking(application, "2025-09-12T07:00:00Z"));
        await edition.ParticipationAsync();
        var day = await edition.DayAsync(1, "2026-10-26");

        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{edition.Path}/cancellation", new { reason = "Te weinig aanmeldingen" });

        await fixture.Events.PublishedAsync<EditionCancelled>(e => e.EditionId == edition.Id);
        await fixture.Events.PublishedAsync<InterviewCancelled>(e => e.InterviewId == interview.GetProperty("id").GetGuid());
        Assert.False(await fixture.InDatabase((SchedulingDbContext db) => db.Calendar.AnyAsync(e => e.SourceId == day || e.SourceId == interview.GetProperty("id").GetGuid())));
    }

    [Fact]
    public async Task R04_A_cancellation_names_whom_it_touches()
    {
        var edition = await fixture.OpenEditionAsync();
        var application = await edition.ApplicationAsync();
        await edition.Manager.SendOkAsync(HttpMethod.Post, "/scheduling/v1/interviews", edition.Booking(application, "2025-09-12T07:00:00Z"));
        var participation = await edition.ParticipationAsync();
        await edition.ReleaseAsync();

        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{edition.Path}/cancellation", new { reason = "Te weinig aanmeldingen" });

        var change = (await edition.Manager.SendOkAsync(HttpMethod.Get, $"{edition.Path}/changes")).GetProperty("items").EnumerateArray().Last();
        Assert.Equal("Cancelled", change.GetProperty("what").GetString());
        Assert.Equal(
            new[] { edition.DeanId, edition.ManagerId, edition.ProjectManagerId, edition.TrainerId, application.PersonId, participation.PersonId }.Order(),
            change.GetProperty("touched").EnumerateArray().Select(person => person.GetGuid()).Order());
    }

    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("0001-01")]
    public async Task A_date_out_of_this_world_is_refused_and_breaks_nothing(string date)
    {
        var edition = await fixture.OpenEditionAsync();
        var file = SchedulingFixture.EditionFile();
        EditionFileTests.Set(file, "endsOn", $"\"{date}\"");

        using var response = await edition.Manager.PostAsJsonAsync("/scheduling/v1/editions", file, TestContext.Current.CancellationToken);
        Assert.Equal(["endsOn not-a-date"], (await SchedulingFixture.ReadAsync<System.Text.Json.JsonElement>(response, HttpStatusCode.BadRequest)).Faults());
        await edition.Manager.SendRefusedAsync(
            HttpMethod.Put, $"{edition.Path}/dates", new { startsOn = "2026-10-26", endsOn = date, intakeDays = new[] { new { date = "2025-09-12" } }, reason = "Verzet" }, "request.invalid");
        await edition.Manager.SendOkAsync(HttpMethod.Get, $"{edition.Path}/findings");
    }

    [Fact]
    public async Task R03_What_the_programme_manager_has_not_seen_is_neither_released_nor_acknowledged()
    {
        var edition = await fixture.OpenEditionAsync();
        var seen = await edition.VersionAsync();
        await edition.DayAsync(2, "2026-06-01");

        object Release(long version) => new { version, acknowledgement = new { reason = "De data worden nog bevestigd." } };
        await edition.Manager.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/release", Release(seen), "scheduling.edition-changed");
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"{edition.Path}/release", Release(await edition.VersionAsync()));
    }

    [Fact]
    public async Task R11_A_panel_member_leaves_the_team_only_after_their_booked_interviews()
    {
        var edition = await fixture.OpenEditionAsync();
        await edition.Manager.SendOkAsync(HttpMethod.Post, "/scheduling/v1/interviews", edition.Booking(await edition.ApplicationAsync(), "2025-09-19T07:00:00Z"));
        var member = await fixture.InDatabase((SchedulingDbContext db) =>
            db.Editions.Where(e => e.Id == edition.Id).SelectMany(e => e.Team).Where(m => m.Part == TeamPart.ProgrammeManager).Select(m => m.Id).SingleAsync());

        await edition.Dean.SendRefusedAsync(HttpMethod.Post, $"{edition.Path}/team/{member}/end", new { until = "2025-09-18" }, "scheduling.interviews-booked");
        await edition.Dean.SendOkAsync(HttpMethod.Post, $"{edition.Path}/team/{member}/end", new { until = "2025-09-19" });
    }

    private Task<int> CountAsync() => fixture.InDatabase((SchedulingDbContext db) => db.Editions.CountAsync());
}
