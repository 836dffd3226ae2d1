using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Attendance;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests.Platform;

/// <summary>Every endpoint with every kind of caller: who is let through, and who isn't.</summary>
public sealed partial class AuthorizationTests(SchedulingFixture fixture)
{
    private const string Team = "trainer project manager dean";
    private const string Staff = "staff " + Team;
    private const string Everybody = "person participant administrator employer " + Staff;
    private static Task<Scenario>? _scenario;

    // Method and path, the body, and who is let through. The bodies are valid and are refused for what they ask, so that nothing changes.
    public static TheoryData<string, string?, string> Endpoints { get; } = new()
    {
        { "POST /editions", "{}", Staff },
        { "GET /editions", null, Everybody },
        { "GET /editions/{editionId}", null, Everybody },
        { "GET /editions/{editionId}/findings", null, Staff },
        { "GET /editions/{editionId}/changes", null, Staff },
        { "POST /editions/{editionId}/team", """{"personId":"{unknown}","part":"trainer","from":"2025-01-01"}""", "manager dean administrator" },
        { "POST /editions/{editionId}/team/{memberId}/end", """{"until":"1999-01-01"}""", "manager dean administrator" },
        { "POST /editions/{editionId}/opening", null, "project manager dean" },
        { "POST /editions/{editionId}/release", """{"version":0}""", "manager" },
        { "POST /editions/{doomedId}/cancellation", """{"reason":"Te weinig aanmeldingen"}""", "manager dean" },
        { "PUT /editions/{editionId}/dates", """{"intakeDays":[],"reason":"Verzet"}""", "manager dean" },
        { "PUT /editions/{doomedId}/settings", """{"attendanceCountsPer":"day","intakeInterviewMinutes":45,"developmentInterviewMinutes":60,"finalInterviewMinutes":60}""", "manager dean" },
        { "GET /editions/{editionId}/absences", null, "manager dean" },
        { "GET /editions/{editionId}/proposals", null, "manager dean" },
        { "GET /editions/{editionId}/module-days", null, Everybody },
        { "POST /editions/{editionId}/module-days", """{"moduleNumber":2,"date":"2026-12-01","startsAt":"17:00","endsAt":"09:00"}""", "project manager dean" },
        { "PUT /module-days/{moduleDayId}", """{"date":"2026-12-01","startsAt":"17:00","endsAt":"09:00"}""", "project manager dean" },
        { "POST /module-days/{cancelledDayId}/cancellation", null, "project manager dean" },
        { "GET /module-days/{moduleDayId}/attendance", null, Team },
        { "POST /module-days/{moduleDayId}/attendance", """[{"participationId":"{unknown}","present":true}]""", Team },
        { "POST /interviews", """{"kind":"intake","editionId":"{editionId}","startsAt":"2025-09-12T09:00:00Z","panel":[],"applicationId":"{unknown}"}""", Team },
        { "GET /interviews?editionId={editionId}", null, Team },
        { "GET /interviews/mine", null, Everybody },
        { "GET /interviews/slots?editionId={editionId}&kind=intake", null, Staff },
        { "GET /interviews/{interviewId}", null, "participant " + Team },
        { "POST /interviews/{interviewId}/move", """{"startsAt":"2025-09-12T09:00:00Z","reason":"Verzet"}""", Team },
        { "POST /interviews/{interviewId}/cancellation", """{"reason":"Ziek"}""", Team },
        { "POST /interviews/{interviewId}/missed", """{"reason":"Niet gekomen"}""", Team },
        { "GET /participations?editionId={editionId}", null, Team },
        { "GET /participations/mine", null, Everybody },
        { "GET /participations/{participationId}", null, "participant " + Team },
        { "GET /participations/{participationId}/attendance", null, "participant " + Team },
        { "POST /participations/{participationId}/absences", """{"moduleDayId":"{moduleDayId}","category":"work","reason":"Raadsvergadering"}""", "participant manager dean" },
        { "POST /participations/{participationId}/pause", """{"until":"1999-01-01"}""", "manager dean" },
        { "POST /participations/{participationId}/resume", null, "manager dean" },
        { "POST /participations/{participationId}/employers", """{"name":"Elders","from":"1999-01-01"}""", "project manager dean" },
        { "POST /participations/{participationId}/end", """{"reason":"Gestopt","heardOn":"2099-01-01"}""", "dean" },
        { "POST /participations/{participationId}/transfer", """{"editionId":"{editionId}"}""", "manager dean" },
        { "POST /absences/{absenceId}/decision", """{"approved":true}""", "manager dean" },
        { "POST /absences/{absenceId}/catch-up/completion", null, "manager dean" },
        { "POST /proposals/{proposalId}/closing", """{"reason":"Besproken"}""", "manager dean" },
        { "GET /employer/participations", null, "employer client" },
        { "GET /programme-time", null, Everybody + " client" },
        { "GET /programme-time/moves", null, "administrator" },
        { "POST /programme-time/moves", """{"to":"1999-01-01T00:00:00Z","reason":"Demo"}""", "administrator" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task R45_Each_endpoint_lets_through_whom_it_is_for_and_nobody_else(string endpoint, string? body, string allowed)
    {
        var scenario = await (_scenario ??= Scenario.MakeAsync(fixture));
        var (method, path) = (new HttpMethod(endpoint.Split(' ')[0]), scenario.Fill(endpoint.Split(' ')[1]));
        var letThrough = new List<string>();
        foreach (var (name, caller) in scenario.Callers)
        {
            using var client = fixture.ClientFor(caller);
            using var request = new HttpRequestMessage(method, $"/scheduling/v1{path}");
            request.Content = body is null ? null : new StringContent(scenario.Fill(body), System.Text.Encoding.UTF8, "application/json");
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.True((int)response.StatusCode < 500, $"{endpoint} as {name}: {(int)response.StatusCode}");
            Assert.Equal(name == "anonymous" && !allowed.Contains(name, StringComparison.Ordinal), response.StatusCode == HttpStatusCode.Unauthorized);
            if (response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound))
            {
                letThrough.Add(name);
            }
        }

        Assert.Equal(allowed.Split(' ').Order(), letThrough.Order());
    }

    [Fact]
    public void Each_endpoint_of_the_document_is_tried()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "openapi.json")));
        var documented = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {Placeholder().Replace(path.Name, "{}")}"));
        var tried = Endpoints.Select(row => Placeholder().Replace(row.Data.Item1.Split('?')[0], "{}"));

        Assert.Equal(documented.Order(), tried.Order());
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    private sealed record Scenario(IReadOnlyList<(string Name, TestCaller Caller)> Callers, IReadOnlyDictionary<string, Guid> Ids)
    {
        public static async Task<Scenario> MakeAsync(SchedulingFixture fixture)
        {
            var doomed = await fixture.OpenEditionAsync();
            var edition = await fixture.OpenEditionAsync();
            await doomed.Manager.SendOkAsync(HttpMethod.Post, $"{doomed.Path}/team", Part(edition.DeanId, "dean", deputy: true));
            await doomed.Manager.SendOkAsync(HttpMethod.Post, $"{doomed.Path}/team", Part(edition.ManagerId, "programmeManager", deputy: true));
            await doomed.Manager.SendOkAsync(HttpMethod.Post, $"{doomed.Path}/team", Part(edition.ProjectManagerId, "projectManager", deputy: true));
            await doomed.Manager.SendOkAsync(HttpMethod.Post, $"{doomed.Path}/team", Part(edition.TrainerId, "trainer", deputy: false));

            var organisation = Some.Id();
            var participation = await edition.ParticipationAsync(Some.Employer(organisation));
            var day = await edition.DayAsync(1, "2026-10-26");
            var later = await edition.DayAsync(2, "2026-11-23");
            var cancelled = await edition.DayAsync(2, "2026-11-24");
            await edition.Manager.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/module-days/{cancelled}/cancellation");
            var interview = await edition.Manager.SendOkAsync(HttpMethod.Post, "/scheduling/v1/interviews", new
            {
                kind = "final",
                editionId = edition.Id,
                participationId = participation.Id,
                startsAt = "2025-10-01T09:00:00Z",
                panel = new[] { new { personId = edition.DeanId, part = "dean" }, new { personId = edition.ManagerId, part = "programmeManager" } },
            });
            var interviewId = interview.GetProperty("id").GetGuid();
            await edition.Manager.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/interviews/{interviewId}/cancellation", new { reason = "Verzet" });
            var absence = await edition.Manager.SendOkAsync(
                HttpMethod.Post, $"/scheduling/v1/participations/{participation.Id}/absences", new { moduleDayId = later, category = "work", reason = "Raadsvergadering" });
            var proposal = new Proposal(Some.Id(), edition.Id, participation.Id, ProposalKind.SecondAbsence, "Module 2", SchedulingFixture.Beginning);
            _ = proposal.Close("Besproken", edition.DeanId, SchedulingFixture.Beginning).Value;
            await fixture.InDatabase(async (SchedulingDbContext db) =>
            {
                db.Proposals.Add(proposal);
                return await db.SaveChangesAsync();
            });
            fixture.Clock.AdjustTime(new DateTimeOffset(2025, 8, 1, 10, 0, 0, TimeSpan.Zero));
            var member = await fixture.InDatabase((SchedulingDbContext db) =>
                db.Editions.Where(e => e.Id == edition.Id).SelectMany(e => e.Team).Where(m => m.Part == TeamPart.Trainer).Select(m => m.Id).SingleAsync());

            return new(
                [
                    ("anonymous", TestCaller.Anonymous),
                    ("person", TestCaller.Person(Some.Id())),
                    ("participant", TestCaller.Person(participation.PersonId)),
                    ("staff", TestCaller.Staff(await fixture.StaffAsync())),
                    ("trainer", TestCaller.Staff(edition.TrainerId)),
                    ("project", TestCaller.Staff(edition.ProjectManagerId)),
                    ("manager", TestCaller.Staff(edition.ManagerId)),
                    ("dean", TestCaller.Staff(edition.DeanId)),
                    ("administrator", TestCaller.Administrator(Some.Id())),
                    ("employer", TestCaller.EmployerContact(Some.Id(), organisation)),
                    ("client", TestCaller.OrganisationClient("demogemeente-noord", organisation)),
                ],
                new Dictionary<string, Guid>
                {
                    ["editionId"] = edition.Id,
                    ["doomedId"] = doomed.Id,
                    ["memberId"] = member,
                    ["moduleDayId"] = day,
                    ["cancelledDayId"] = cancelled,
                    ["interviewId"] = interviewId,
                    ["participationId"] = participation.Id,
                    ["absenceId"] = absence.GetProperty("id").GetGuid(),
                    ["proposalId"] = proposal.Id,
                    ["unknown"] = Some.Id(),
                });
        }

        public string Fill(string text) => Ids.Aggregate(text, (filled, id) => filled.Replace($"{{{id.Key}}}", id.Value.ToString(), StringComparison.Ordinal));

        private static object Part(Guid personId, string part, bool deputy) => new { personId, part, from = "2025-01-01", deputy };
    }
}
