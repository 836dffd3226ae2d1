using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Attendance;
using Metropool.Testing;
using Metropool.Testing.Access;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests.Platform;

/// <summary>Every endpoint with every kind of caller: who is let through, and who isn't.</summary>
public sealed class AuthorizationTests(SchedulingFixture fixture)
{
    private const string Team = "trainer project manager dean";
    private const string Organisers = "project manager dean";
    private const string Staff = "staff " + Team;
    private const string Everybody = "person participant administrator employer " + Staff;
    private static Task<AccessScenario>? _scenario;

    private static readonly string[] Callers =
        ["anonymous", "person", "participant", "staff", "trainer", "project", "manager", "dean", "administrator", "employer", "client"];

    // The bodies are valid and are refused for what they ask, so that nothing changes.
    private static readonly AccessEntry[] Entries =
    [
        new("ImportEdition", "POST", "/editions", "{}", Staff),
        new("ListEditions", "GET", "/editions", null, Everybody) { Changes = true },
        new("GetEdition", "GET", "/editions/{editionId}", null, Everybody),
        new("ListFindings", "GET", "/editions/{editionId}/findings", null, Staff),
        new("ListEditionChanges", "GET", "/editions/{editionId}/changes", null, Staff),
        new("AppointTeamMember", "POST", "/editions/{editionId}/team", """{"personId":"{unknown}","role":"trainer","from":"2025-01-01"}""", "manager dean"),
        new("EndTeamRole", "POST", "/editions/{editionId}/team/{memberId}/end", """{"until":"1999-01-01"}""", "manager dean"),
        new("OpenEdition", "POST", "/editions/{editionId}/opening", null, "project manager dean"),
        new("ReleaseEdition", "POST", "/editions/{editionId}/release", """{"version":0}""", "manager"),
        new("CancelEdition", "POST", "/editions/{doomedId}/cancellation", """{"reason":"Te weinig aanmeldingen"}""", "manager dean"),
        new("CorrectDates", "PUT", "/editions/{editionId}/dates", """{"intakeDays":[],"reason":"Verzet"}""", "manager dean"),
        new(
            "SetEditionSettings", "PUT", "/editions/{doomedId}/settings",
            """{"attendanceCountsPer":"day","intakeInterviewMinutes":45,"developmentInterviewMinutes":60,"finalInterviewMinutes":60}""", "manager dean"),
        new("ListAbsences", "GET", "/editions/{editionId}/absences", null, "manager dean"),
        new("ListProposals", "GET", "/editions/{editionId}/proposals", null, "manager dean"),
        new("ListModuleDays", "GET", "/editions/{editionId}/module-days", null, Everybody),
        new("GetModuleDay", "GET", "/module-days/{moduleDayId}", null, Everybody),
        new(
            "PlanModuleDay", "POST", "/editions/{editionId}/module-days",
            """{"moduleNumber":2,"date":"2026-12-01","startsAt":"17:00:00","endsAt":"09:00:00"}""", "project manager dean"),
        new(
            "ChangeModuleDay", "PUT", "/module-days/{moduleDayId}", """{"date":"2026-12-01","startsAt":"17:00:00","endsAt":"09:00:00"}""",
            "project manager dean"),
        new("CancelModuleDay", "POST", "/module-days/{cancelledDayId}/cancellation", null, "project manager dean"),
        new("ListDayAttendance", "GET", "/module-days/{moduleDayId}/attendance", null, Team),
        new("RecordAttendance", "POST", "/module-days/{moduleDayId}/attendance", """[{"participationId":"{unknown}","present":true}]""", Team),
        new(
            "BookInterview", "POST", "/interviews",
            """{"kind":"intake","editionId":"{editionId}","startsAt":"2025-09-12T09:00:00Z","panel":[],"applicationId":"{unknown}"}""", Organisers),
        new("ListInterviews", "GET", "/interviews?editionId={editionId}", null, Team),
        new("ListMyInterviews", "GET", "/interviews/mine", null, Everybody),
        new("ListSlots", "GET", "/interviews/slots?editionId={editionId}&kind=intake", null, Organisers),
        new("GetInterview", "GET", "/interviews/{interviewId}", null, "participant " + Organisers),
        new("MoveInterview", "POST", "/interviews/{interviewId}/move", """{"startsAt":"2025-09-12T09:00:00Z","reason":"Verzet"}""", Organisers),
        new("CancelInterview", "POST", "/interviews/{interviewId}/cancellation", """{"reason":"Ziek"}""", Organisers),
        new("MissInterview", "POST", "/interviews/{interviewId}/missed", """{"reason":"Niet gekomen"}""", Organisers),
        new("ListParticipations", "GET", "/participations?editionId={editionId}", null, Team),
        new("ListMyParticipations", "GET", "/participations/mine", null, Everybody),
        new("GetParticipation", "GET", "/participations/{participationId}", null, "participant " + Team),
        new("GetParticipationAttendance", "GET", "/participations/{participationId}/attendance", null, "participant " + Team),
        new(
            "RequestAbsence", "POST", "/participations/{participationId}/absences",
            """{"moduleDayId":"{moduleDayId}","category":"work","reason":"Raadsvergadering"}""", "participant manager dean"),
        new("PauseParticipation", "POST", "/participations/{participationId}/pause", """{"until":"1999-01-01"}""", "manager dean"),
        new("ResumeParticipation", "POST", "/participations/{participationId}/resume", null, "manager dean"),
        new("ChangeEmployer", "POST", "/participations/{participationId}/employers", """{"name":"Elders","from":"1999-01-01"}""", "project manager dean"),
        new("EndParticipation", "POST", "/participations/{participationId}/end", """{"reason":"Gestopt","heardOn":"2099-01-01"}""", "dean"),
        new("TransferParticipation", "POST", "/participations/{participationId}/transfer", """{"editionId":"{editionId}"}""", "manager dean"),
        new("WithdrawTransfer", "POST", "/participations/{participationId}/transfer/withdrawal", null, "manager dean"),
        new("DecideAbsence", "POST", "/absences/{absenceId}/decision", """{"approved":true}""", "manager dean"),
        new("CompleteCatchUp", "POST", "/absences/{absenceId}/catch-up/completion", null, "manager dean"),
        new("CloseProposal", "POST", "/proposals/{proposalId}/closing", """{"reason":"Besproken"}""", "manager dean"),
        new("ConnectEmployer", "POST", "/participations/{participationId}/employer-connection", """{"organisationId":"{unknown}"}""", "project manager dean"),
        new("GetEmployerParticipation", "GET", "/employer/participations/{participationId}", null, "employer client"),
        new("ListEmployerParticipations", "GET", "/employer/participations", null, "employer client"),
        new("GetProgrammeTime", "GET", "/programme-time", null, Everybody + " client") { Changes = true },
        new("ListProgrammeTimeMoves", "GET", "/programme-time/moves", null, "administrator"),
        new("MoveProgrammeTime", "POST", "/programme-time/moves", """{"to":"1999-01-01T00:00:00Z","reason":"Demo"}""", "administrator"),
    ];

    private static readonly AccessMatrix Matrix = new("scheduling", Callers, Entries);

    public static TheoryData<string, string> Cells => Matrix.Cells();

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task R45_Each_endpoint_allows_only_the_callers_of_its_entry(string endpoint, string caller)
    {
        var scenario = await (_scenario ??= AccessScenario.CreateAsync(fixture));
        using var client = fixture.ClientFor(scenario.Callers.Single(known => known.Name == caller).Caller);
        await Matrix.CheckAsync(endpoint, caller, client, scenario.Fill);
    }

    [Fact]
    public void Each_endpoint_has_an_entry() => Matrix.AssertCovers(fixture);

    private sealed record AccessScenario(IReadOnlyList<(string Name, TestCaller Caller)> Callers, IReadOnlyDictionary<string, Guid> Ids)
    {
        public static async Task<AccessScenario> CreateAsync(SchedulingFixture fixture)
        {
            var doomed = await Scenario.CreateAsync(fixture);
            var edition = await Scenario.CreateAsync(fixture);
            await doomed.Manager.SendOkAsync(HttpMethod.Post, $"{doomed.Path}/team", Role(edition.DeanId, "dean", deputy: true));
            await doomed.Manager.SendOkAsync(HttpMethod.Post, $"{doomed.Path}/team", Role(edition.ManagerId, "programmeManager", deputy: true));
            await doomed.Manager.SendOkAsync(HttpMethod.Post, $"{doomed.Path}/team", Role(edition.ProjectManagerId, "projectManager", deputy: true));
            await doomed.Manager.SendOkAsync(HttpMethod.Post, $"{doomed.Path}/team", Role(edition.TrainerId, "trainer", deputy: false));

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
                panel = new[] { new { personId = edition.DeanId, role = "dean" }, new { personId = edition.ManagerId, role = "programmeManager" } },
            });
            var interviewId = interview.GetProperty("id").GetGuid();
            await edition.Manager.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/interviews/{interviewId}/cancellation", new { reason = "Verzet" });
            var absence = await edition.Manager.SendOkAsync(
                HttpMethod.Post, $"/scheduling/v1/participations/{participation.Id}/absences",
                new { moduleDayId = later, category = "work", reason = "Raadsvergadering" });
            var proposal = new Proposal(Some.Id(), edition.Id, participation.Id, ProposalKind.SecondAbsence, "Module 2", SchedulingFixture.Beginning);
            _ = proposal.Close("Besproken", edition.DeanId, SchedulingFixture.Beginning).Value;
            await fixture.InDatabase(async (SchedulingDbContext db) =>
            {
                db.Proposals.Add(proposal);
                return await db.SaveChangesAsync();
            });
            fixture.Clock.AdjustTime(new DateTimeOffset(2025, 8, 1, 10, 0, 0, TimeSpan.Zero));
            var member = await fixture.InDatabase((SchedulingDbContext db) =>
                db.Editions.Where(e => e.Id == edition.Id).SelectMany(e => e.Team).Where(m => m.Role == TeamRole.Trainer).Select(m => m.Id).SingleAsync());

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

        private static object Role(Guid personId, string role, bool deputy) => new { personId, role, from = "2025-01-01", deputy };
    }
}
