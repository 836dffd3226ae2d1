using System.Net;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Calendars;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Metropool.Scheduling.Tests.Interviews;

public sealed class ParallelBookingTests(SchedulingFixture fixture)
{
    private const string Path = "/scheduling/v1/interviews";
    private static readonly string[] TwoDays = ["2026-11-23", "2026-11-24"];

    [Fact]
    public async Task R47_Of_simultaneous_bookings_at_one_time_one_succeeds()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var applications = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => edition.ApplicationAsync()));

        var codes = await Task.WhenAll(
            applications.Select(application => BookAsync(edition.Manager, edition.IntakeBooking(application, "2025-09-12T07:00:00Z"))));

        Assert.Single(codes, "booked");
        Assert.Equal(19, codes.Count(code => code == "scheduling.person-occupied"));
    }

    [Fact]
    public async Task R10_Of_simultaneous_bookings_for_one_application_one_succeeds()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var application = await edition.ApplicationAsync();

        var codes = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => BookAsync(edition.Manager, edition.IntakeBooking(application, $"2025-09-12T{7 + i:00}:00:00Z"))));

        Assert.Single(codes, "booked");
        Assert.Equal(9, codes.Count(code => code == "scheduling.interview-already-booked"));
    }

    [Fact]
    public async Task R47_Simultaneous_bookings_with_shared_attendees_neither_overlap_nor_deadlock()
    {
        // Three editions whose dean and programme manager are deputies in the next one, so that panels share members in every combination.
        Scenario[] editions = [await Scenario.CreateAsync(fixture), await Scenario.CreateAsync(fixture), await Scenario.CreateAsync(fixture)];
        foreach (var (edition, next) in editions.Zip([editions[1], editions[2], editions[0]]))
        {
            await next.Manager.SendOkAsync(
                HttpMethod.Post, $"{next.Path}/team", new { personId = edition.ManagerId, role = "dean", from = "2025-01-01", deputy = true });
            await next.Manager.SendOkAsync(
                HttpMethod.Post, $"{next.Path}/team", new { personId = edition.DeanId, role = "programmeManager", from = "2025-01-01", deputy = true });
        }

        var random = new Random(24);
        var requests = new List<(HttpClient Client, object Body)>();
        for (var i = 0; i < 150; i++)
        {
            var edition = editions[i % 3];
            var before = editions[(i + 2) % 3];
            var application = await edition.ApplicationAsync();
            var (dean, manager) = random.Next(3) switch
            {
                0 => (edition.DeanId, edition.ManagerId),
                1 => (before.ManagerId, edition.ManagerId),
                _ => (before.ManagerId, before.DeanId),
            };
            requests.Add((edition.Manager, new
            {
                kind = "intake",
                editionId = edition.Id,
                applicationId = application.ApplicationId,
                startsAt = new DateTimeOffset(2025, 9, 12, 7, 0, 0, TimeSpan.Zero).AddMinutes(15 * random.Next(16)),
                panel = new[] { new { personId = dean, role = "dean" }, new { personId = manager, role = "programmeManager" } },
            }));
        }

        var codes = await Task.WhenAll(requests.Select(request => BookAsync(request.Client, request.Body)));

        Assert.All(codes, code => Assert.True(code is "booked" or "scheduling.person-occupied", code));
        Assert.Contains("booked", codes);
        var ids = editions.Select(e => e.Id).ToArray();
        var booked = await fixture.InDatabase(
            (SchedulingDbContext db) => db.Interviews.AsNoTracking().Where(i => ids.Contains(i.EditionId) && i.Status == InterviewStatus.Booked).ToListAsync());
        Assert.Equal(codes.Count(code => code == "booked"), booked.Count);
        var attendances = booked.SelectMany(interview => interview.Attendees.Select(person => (person, interview)));
        foreach (var person in attendances.GroupBy(x => x.person, x => x.interview))
        {
            var times = person.OrderBy(i => i.StartsAt).ToList();
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.First.EndsAt <= pair.Second.StartsAt));
        }
    }

    [Fact]
    public async Task R47_Simultaneous_module_days_and_interviews_do_not_overlap()
    {
        var edition = await Scenario.CreateReleasedAsync(fixture);
        var participations = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => edition.ParticipationAsync()));

        var interviews = participations.Select((p, i) => BookAsync(edition.Manager, edition.DevelopmentBooking(p.Id, $"2026-11-23T{8 + i:00}:00:00Z")));
        var days = TwoDays.Select(date => PostAsync(
            edition.Manager, $"{edition.Path}/module-days", new { moduleNumber = 2, date, startsAt = "09:30:00", endsAt = "17:00:00" }));
        var codes = await Task.WhenAll(interviews.Concat(days));

        Assert.All(codes, code => Assert.True(code is "booked" or "scheduling.person-occupied", code));
        var people = participations.Select(p => p.PersonId).ToArray();
        var entries = await fixture.InDatabase(
            (SchedulingDbContext db) => db.CalendarEntries.AsNoTracking().Where(e => people.Contains(e.PersonId)).ToListAsync());
        Assert.Equal(8, entries.Count(e => e.Kind == CalendarEntryKind.ModuleDay && e.StartsAt.Day == 24));
        Assert.All(entries.GroupBy(e => e.PersonId), mine => Assert.All(
            mine.OrderBy(e => e.StartsAt).Zip(mine.OrderBy(e => e.StartsAt).Skip(1)), pair => Assert.True(pair.First.EndsAt <= pair.Second.StartsAt)));
    }

    [Fact]
    public async Task R47_The_database_refuses_overlapping_entries_of_a_person()
    {
        var (person, start) = (Some.Id(), new DateTimeOffset(2026, 1, 1, 9, 0, 0, TimeSpan.Zero));
        CalendarEntry Entry(DateTimeOffset from) => new(Some.Id(), person, CalendarEntryKind.Interview, Some.Id(), from, from.AddHours(1));

        await AddAsync(Entry(start));
        await AddAsync(Entry(start.AddHours(1)));
        var broken = await Assert.ThrowsAsync<DbUpdateException>(() => AddAsync(Entry(start.AddMinutes(59))));

        Assert.Equal(CalendarEntry.NoOverlap, Assert.IsType<PostgresException>(broken.InnerException).ConstraintName);
    }

    private Task<int> AddAsync(CalendarEntry entry) => fixture.InDatabase((SchedulingDbContext db) =>
    {
        db.CalendarEntries.Add(entry);
        return db.SaveChangesAsync();
    });

    private static Task<string> BookAsync(HttpClient client, object body) => PostAsync(client, Path, body);

    private static async Task<string> PostAsync(HttpClient client, string path, object body)
    {
        using var response = await client.SendAsync(HttpMethod.Post, path, body);
        var text = await response.Content.ReadAsStringAsync();
        return response.StatusCode == HttpStatusCode.Created
            ? "booked"
            : System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("code").GetString()!;
    }
}
