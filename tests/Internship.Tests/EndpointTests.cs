using System.Net;
using Metropool.Testing.Access;

namespace Metropool.Internship.Tests;

/// <summary>Every endpoint, called by every kind of caller. An endpoint that is missing in the table fails.</summary>
public sealed class EndpointTests(AccessScenario access, InternshipFixture fixture) : IClassFixture<AccessScenario>
{
    private const HttpStatusCode Ok = HttpStatusCode.OK;
    private const HttpStatusCode Done = HttpStatusCode.NoContent;
    private const HttpStatusCode Conflict = HttpStatusCode.Conflict;
    private const HttpStatusCode No = HttpStatusCode.Forbidden;
    private const HttpStatusCode Hidden = HttpStatusCode.NotFound;
    private const HttpStatusCode Unknown = HttpStatusCode.Unauthorized;

    private const string Placement =
        """
        {"hostOrganisation": {"name": "Waterschap Voorbeeld", "country": "NL", "kind": "public"},
         "periods": [{"from": "2027-02-01", "until": "2027-02-26", "hoursPerWeek": 40}]}
        """;

    private static readonly string[] Callers =
    [
        "anonymous", "client of the employer", "contact of the employer", "administrator", "other participant", "dean of another edition", "former dean",
        "dean without the staff role",
        "participant", "dean", "deputy dean", "programme manager", "project manager", "booked trainer", "other trainer",
    ];

    // The internship is completed: allowed changes are refused with 409, and nothing changes.
    private static readonly AccessEntry[] Entries =
    [
            // anon.  client contact admin   otherp. otherd. former  no role particip. dean      deputy    manager   project booked trainer
        new("ListInternships", "GET", "/internships?editionId={edition}", null,
            [Unknown, No,    No,     No,     No,     Hidden, Hidden, No,     No,       Ok,       Ok,       Ok,       Ok,     Ok,    Ok]),
        new("ListMyInternships", "GET", "/internships/mine", null,
            [Unknown, No,    Ok,     Ok,     Ok,     Ok,     Ok,     Ok,     Ok,       Ok,       Ok,       Ok,       Ok,     Ok,    Ok]),
        new("GetInternship", "GET", "/internships/{id}", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       Ok,       Ok,       Ok,       Ok,     Ok,    Ok]),
        new("StateEmploymentHistory", "PUT", "/internships/{id}/employment-history", """{"formerEmployers": []}""",
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Conflict, No,       No,       No,       No,     No,    No]),
        new("ProposePlacement", "POST", "/internships/{id}/placement", Placement,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Conflict, No,       No,       No,       No,     No,    No]),
        new("ChangePlacement", "PUT", "/internships/{id}/placement", Placement,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Conflict, No,       No,       No,       No,     No,    No]),
        new("ApprovePlacement", "POST", "/internships/{id}/approval", """{"placementId": "00000000-0000-0000-0000-000000000000"}""",
            [Unknown, No,    No,     No,     No,     Hidden, Hidden, No,     No,       Conflict, Conflict, No,       No,     No,    No]),
        new("ReturnPlacement", "POST", "/internships/{id}/placement/return", """{"placementId": "00000000-0000-0000-0000-000000000000", "reason": "Reden"}""",
            [Unknown, No,    No,     No,     No,     Hidden, Hidden, No,     No,       Conflict, Conflict, No,       No,     No,    No]),
        new("GetHours", "GET", "/internships/{id}/hours", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       Ok,       Ok,       Ok,       No,     No,    No]),
        new("LogHours", "POST", "/internships/{id}/hours", """{"days": [{"date": "2025-01-06", "minutes": 60}]}""",
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Conflict, No,       No,       No,       No,     No,    No]),
        new("RemoveHours", "DELETE", "/internships/{id}/hours/2025-01-06", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Conflict, No,       No,       No,       No,     No,    No]),
        new("GetReport", "GET", "/internships/{id}/report", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       Ok,       Ok,       Ok,       Ok,     Ok,    Ok]),
        new("WriteReport", "PUT", "/internships/{id}/report",
            """{"research": "Het onderzoek en zijn conclusies.", "reflection": "Wat ik over mezelf leerde."}""",
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       No,       No,       No,       No,     No,    No]),
        new("SubmitReport", "POST", "/internships/{id}/report/submission", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Conflict, No,       No,       No,       No,     No,    No]),
        new("GetReportVersion", "GET", "/internships/{id}/report/versions/1", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       Ok,       Ok,       Ok,       No,     No,    No]),
        new("ExtendReport", "POST", "/internships/{id}/report/extension", """{"dueOn": "2099-01-01", "reason": "Reden"}""",
            [Unknown, No,    No,     No,     No,     Hidden, Hidden, No,     No,       Conflict, Conflict, Conflict, No,     No,    No]),
        new("CommentOnReport", "POST", "/internships/{id}/report/comments", """{"text": "Mooi onderzoek"}""",
            [Unknown, No,    No,     No,     No,     Hidden, Hidden, No,     No,       Done,     Done,     Done,     No,     No,    No]),
        new("RecordPresentation", "POST", "/internships/{id}/presentation", """{"presentedAt": "2099-01-01T10:00:00Z"}""",
            [Unknown, No,    No,     No,     No,     Hidden, Hidden, No,     No,       Conflict, Conflict, Conflict, No,     No,    No]),
        new("ListChecklistItems", "GET", "/internships/{id}/checklist", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       Ok,       Ok,       Ok,       Ok,     No,    No]),
        new("ReplaceChecklist", "PUT", "/internships/{id}/checklist", """{"items": []}""",
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       No,       No,       No,       No,     No,    No]),
        new AccessEntry("GetProgrammeTime", "GET", "/programme-time", null,
            [Unknown, Ok,    Ok,     Ok,     Ok,     Ok,     Ok,     Ok,     Ok,       Ok,       Ok,       Ok,       Ok,     Ok,    Ok]) { Changes = true },
    ];

    private static readonly AccessMatrix Matrix = new("internship", Callers, Entries);

    public static TheoryData<string, string> Cells => Matrix.Cells();

    [Fact]
    public void Every_endpoint_is_in_the_table() => Matrix.AssertCovers(fixture);

    [Fact]
    public void Every_caller_is_in_the_table() => Assert.Equal(access.Callers.Keys.Order(), Callers.Order());

    [Theory]
    [MemberData(nameof(Cells))]
    public Task Every_endpoint_answers_every_caller_as_it_should(string endpoint, string caller) =>
        Matrix.CheckAsync(endpoint, caller, access.Callers[caller], Fill);

    private string Fill(string text) => text
        .Replace("{id}", access.Scenario.Id.ToString(), StringComparison.Ordinal)
        .Replace("{edition}", access.Scenario.Edition.EditionId.ToString(), StringComparison.Ordinal);
}
