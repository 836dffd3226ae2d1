using System.Net;
using Metropool.Testing.Access;

namespace Metropool.Assessment.Tests;

/// <summary>Every endpoint, called by every kind of caller. An endpoint that is missing in the table fails.</summary>
public sealed class EndpointTests(AccessScenario access, AssessmentFixture fixture) : IClassFixture<AccessScenario>
{
    private const HttpStatusCode Ok = HttpStatusCode.OK;
    private const HttpStatusCode Bad = HttpStatusCode.BadRequest;
    private const HttpStatusCode Conflict = HttpStatusCode.Conflict;
    private const HttpStatusCode No = HttpStatusCode.Forbidden;
    private const HttpStatusCode Hidden = HttpStatusCode.NotFound;
    private const HttpStatusCode Unknown = HttpStatusCode.Unauthorized;

    private static readonly string[] Callers =
    [
        "anonymous", "client of the employer", "contact of the employer", "administrator", "other participant", "dean of another edition", "former dean",
        "participant", "dean", "programme manager", "project manager", "booked trainer", "other trainer",
    ];

    // Changes are tried with invalid requests, so that nothing changes: 400 or 409 means that the caller is allowed to.
    private static readonly AccessEntry[] Entries =
    [
            // anon.  client contact admin   otherp. otherd. former  particip. dean      manager   project booked    trainer
        new("ListMyAssessments", "GET", "/assessments/mine", null,
            [Unknown, No,    Ok,     Ok,     Ok,     Ok,     Ok,     Ok,       Ok,       Ok,       Ok,     Ok,       Ok]),
        new("GetAssessment", "GET", "/assessments/{id}", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       Ok,       Ok,       Ok,     Ok,       No]),
        new("ListAssessments", "GET", "/assessments?editionId={edition}", null,
            [Unknown, No,    No,     No,     No,     Hidden, Hidden, No,       Ok,       Ok,       Ok,     Ok,       Ok]),
        new("GetLogbook", "GET", "/assessments/{id}/logbook", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       Ok,       Ok,       No,     Ok,       No]),
        new("SubmitChapter", "PUT", "/assessments/{id}/logbook/1", "{}",
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Bad,      No,       No,       No,     No,       No]),
        new("ListChapterVersions", "GET", "/assessments/{id}/logbook/1/versions", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       No,       No,       No,     No,       No]),
        new("GetLearningPlan", "GET", "/assessments/{id}/learning-plan", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       Ok,       Ok,       No,     Ok,       No]),
        new("ListLearningPlanVersions", "GET", "/assessments/{id}/learning-plan/versions", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       No,       No,       No,     No,       No]),
        new("WriteLearningPlan", "PUT", "/assessments/{id}/learning-plan", "{}",
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Bad,      No,       No,       No,     No,       No]),
        new("GetChallenge", "GET", "/assessments/{id}/challenge", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       Ok,       Ok,       No,     Ok,       No]),
        new("ListChallengeVersions", "GET", "/assessments/{id}/challenge/versions", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       No,       No,       No,     No,       No]),
        new("WriteChallenge", "PUT", "/assessments/{id}/challenge", "{}",
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Bad,      No,       No,       No,     No,       No]),
        new("GetPhp", "GET", "/assessments/{id}/php", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       Ok,       Ok,       No,     Ok,       No]),
        new("ListPhpVersions", "GET", "/assessments/{id}/php/versions", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       No,       No,       No,     No,       No]),
        new("WritePhp", "PUT", "/assessments/{id}/php", "{}",
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Bad,      No,       No,       No,     No,       No]),
        new("ListInterviews", "GET", "/assessments/{id}/interviews", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       Ok,       Ok,       No,     Ok,       No]),
        new("RecordInterviewHeld", "POST", "/assessments/{id}/interviews/{booked}/held", "{}",
            [Unknown, No,    No,     No,     No,     Hidden, Hidden, No,       Conflict, No,       No,     Conflict, No]),
        new("GiveFeedback", "POST", "/assessments/{id}/interviews/{booked}/feedback", "{}",
            [Unknown, No,    No,     No,     No,     Hidden, Hidden, No,       Conflict, No,       No,     Conflict, No]),
        new("ListRequirements", "GET", "/assessments/{id}/requirements", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       Ok,       Ok,       Ok,     No,       No]),
        new("IssueCertificate", "POST", "/assessments/{id}/certificate", "{}",
            [Unknown, No,    No,     No,     No,     Hidden, Hidden, No,       Conflict, Conflict, No,     No,       No]),
        new("GetCertificate", "GET", "/assessments/{id}/certificate", null,
            [Unknown, No,    Hidden, Hidden, Hidden, Hidden, Hidden, Ok,       Ok,       Ok,       No,     No,       No]),
        new("RecordCertificateAward", "PUT", "/assessments/{id}/certificate/award", "{\"awardedOn\": \"2000-01-01\"}",
            [Unknown, No,    No,     No,     No,     Hidden, Hidden, No,       Bad,      Bad,      No,     No,       No]),
        new("VerifyCertificate", "GET", "/certificates/{code}", null,
            [Ok,      Ok,    Ok,     Ok,     Ok,     Ok,     Ok,     Ok,       Ok,       Ok,       Ok,     Ok,       Ok]),
        new("RevokeCertificate", "POST", "/certificates/{certificate}/revocation", "{}",
            [Unknown, No,    No,     No,     No,     Hidden, Hidden, No,       Bad,      Bad,      No,     No,       No]),
        new("GetEditionSettings", "GET", "/editions/{edition}/settings", null,
            [Unknown, No,    No,     No,     No,     Hidden, Hidden, No,       Ok,       Ok,       Ok,     Ok,       Ok]),
        new("ChangeEditionSettings", "PUT", "/editions/{edition}/settings", "{\"finalModuleChapterObligatory\": false, \"phpLabel\": \"PHP\"}",
            [Unknown, No,    No,     No,     No,     Hidden, Hidden, No,       No,       Ok,       No,     No,       No]),
        new AccessEntry("GetProgrammeTime", "GET", "/programme-time", null,
            [Unknown, Ok,    Ok,     Ok,     Ok,     Ok,     Ok,     Ok,       Ok,       Ok,       Ok,     Ok,       Ok]) { Changes = true },
    ];

    private static readonly AccessMatrix Matrix = new("assessment", Callers, Entries);

    public static TheoryData<string, string> Cells => Matrix.Cells();

    [Fact]
    public void Every_endpoint_is_in_the_table() => Matrix.AssertCovers(fixture);

    [Theory]
    [MemberData(nameof(Cells))]
    public Task Every_endpoint_answers_every_caller_as_it_should(string endpoint, string caller) =>
        Matrix.CheckAsync(endpoint, caller, access.Callers[caller], Fill);

    private string Fill(string text) => text
        .Replace("{id}", access.Scenario.Id.ToString(), StringComparison.Ordinal)
        .Replace("{edition}", access.Scenario.Edition.EditionId.ToString(), StringComparison.Ordinal)
        .Replace("{booked}", access.Booked.ToString(), StringComparison.Ordinal)
        .Replace("{certificate}", access.Certificate.Id.ToString(), StringComparison.Ordinal)
        .Replace("{code}", access.Certificate.VerificationCode, StringComparison.Ordinal);
}
