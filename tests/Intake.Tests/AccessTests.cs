using System.Text.Json;
using Metropool.Testing.Access;

namespace Metropool.Intake.Tests;

/// <summary>Every endpoint, for every kind of caller.</summary>
public sealed class AccessTests(IntakeFixture intake, AccessScenario scenario) : IClassFixture<AccessScenario>
{
    private static readonly CallerKind[] All = Enum.GetValues<CallerKind>();
    private static readonly CallerKind[] Known = [.. All.Except([CallerKind.Anonymous])];
    private static readonly CallerKind[] People = [.. Known.Except([CallerKind.EmployerClient, CallerKind.OtherEmployerClient])];
    private static readonly CallerKind[] Panel = [CallerKind.Dean, CallerKind.ProgrammeManager];
    private static readonly CallerKind[] Deciding = [.. Panel, CallerKind.DeputyDean];
    private static readonly CallerKind[] Organising = [.. Deciding, CallerKind.ProjectManager];
    private static readonly CallerKind[] Employing = [CallerKind.EmployerContact, CallerKind.EmployerClient];
    private static readonly CallerKind[] Employers = [.. Employing, CallerKind.OtherEmployerClient];

    private static readonly HttpStatusCode[] UnknownToAdministrators =
    [
        .. All.Select(kind => kind switch { CallerKind.Anonymous => Unauthorized, CallerKind.Administrator => NotFound, _ => Forbidden }),
    ];

    /// <summary>The callers of each endpoint, and how far an application must be so that they can call it.</summary>
    private static readonly (AccessEntry Entry, Stage Stage)[] Endpoints =
    [
        Endpoint("GetProgrammeTime", "GET", "/programme-time", Stage.Draft, Known, changes: true),
        Endpoint("ListEditions", "GET", "/editions", Stage.Draft, People, changes: true),
        Endpoint("GetEditionTerms", "GET", "/editions/{edition}/terms", Stage.Draft, Organising),
        Endpoint("SetEditionTerms", "PUT", "/editions/{edition}/terms", Stage.Draft, [CallerKind.ProgrammeManager]),
        Endpoint("ListWaitingCandidates", "GET", "/editions/{edition}/waiting-list", Stage.Draft, Organising),
        Endpoint("CountRemovedApplications", "GET", "/editions/{edition}/removed-applications", Stage.Draft, Organising),
        Endpoint("GetPersonalData", "GET", "/personal-data", Stage.Draft, People),
        Endpoint("SetRetentionConsent", "PUT", "/applications/{id}/retention-consent", Stage.Submitted, [CallerKind.Candidate]),
        Endpoint("StartApplication", "POST", "/applications", Stage.None, People),
        Endpoint("ListMyApplications", "GET", "/applications/mine", Stage.Draft, People),
        Endpoint("ListApplications", "GET", "/applications?editionId={edition}", Stage.Submitted, Organising),
        Endpoint("SearchApplications", "POST", "/applications/searches", Stage.Submitted, Organising),
        Endpoint("CountApplications", "GET", "/applications/counts?editionId={edition}", Stage.Submitted, Organising, changes: true),
        Endpoint("ExportApplications", "GET", "/applications/export?editionId={edition}", Stage.Submitted, Organising, changes: true),
        Endpoint("GetApplication", "GET", "/applications/{id}", Stage.Interviewed, [CallerKind.Candidate, .. Deciding]),
        Endpoint("ListApplicationHistory", "GET", "/applications/{id}/history", Stage.Interviewed, [CallerKind.Candidate, .. Deciding]),
        Endpoint("ChangeApplication", "PUT", "/applications/{id}", Stage.Draft, [CallerKind.Candidate]),
        Endpoint("SubmitApplication", "POST", "/applications/{id}/submission", Stage.Draft, [CallerKind.Candidate]),
        Endpoint("WithdrawApplication", "POST", "/applications/{id}/withdrawal", Stage.Submitted, [CallerKind.Candidate]),
        Endpoint("AcceptOffer", "POST", "/applications/{id}/offer/acceptance", Stage.Offered, [CallerKind.Candidate]),
        Endpoint("RefuseOffer", "POST", "/applications/{id}/offer/refusal", Stage.Offered, [CallerKind.Candidate]),
        Endpoint("MoveApplication", "POST", "/applications/{id}/move", Stage.Lapsed, [CallerKind.Candidate]),
        Endpoint("ChangeEmployer", "POST", "/applications/{id}/employers", Stage.Submitted, [CallerKind.Candidate]),
        Endpoint("ConnectEmployer", "POST", "/applications/{id}/employer-connection", Stage.SubmittedByName, [CallerKind.ProgrammeManager]),
        Endpoint("CorrectName", "PUT", "/applications/{id}/name", Stage.Submitted, [CallerKind.Candidate]),
        Endpoint("RecordInterviewHeld", "POST", "/applications/{id}/interview/held", Stage.Booked, Panel),
        Endpoint("WriteJudgement", "POST", "/applications/{id}/judgement", Stage.Held, Panel),
        Endpoint("ConfirmJudgement", "POST", "/applications/{id}/judgement/confirmation", Stage.Judged, Panel),
        Endpoint("DeclareConflict", "POST", "/applications/{id}/conflicts-of-interest", Stage.Submitted, Deciding),
        Endpoint("WithdrawConflict", "DELETE", "/applications/{id}/conflicts-of-interest/{person}", Stage.InConflict, Deciding),
        Endpoint("DecideOnApplication", "POST", "/applications/{id}/decision", Stage.Interviewed, Deciding),
        Endpoint("ReviseDecision", "POST", "/applications/{id}/decision/revision", Stage.Admitted, Deciding),
        Endpoint("ListAnnouncedEditions", "GET", "/announced-editions", Stage.None, All, changes: true),
        Endpoint("RegisterInterest", "POST", "/editions/{edition}/interests", Stage.None, All),
        Endpoint("RequestAgreement", "POST", "/applications/{id}/agreement-requests", Stage.Submitted, [CallerKind.Candidate]),
        Endpoint("WithdrawAgreement", "POST", "/applications/{id}/agreement-requests/withdrawal", Stage.Requested, [CallerKind.Candidate]),
        Endpoint("GetInvoice", "GET", "/applications/{id}/invoice", Stage.Interviewed, [CallerKind.ProgrammeManager]),
        Endpoint("ListAgreements", "GET", "/agreements", Stage.Requested, Employers),
        Endpoint("GetAgreement", "GET", "/agreements/{agreement}", Stage.Requested, Employing),
        Endpoint("GrantAgreement", "POST", "/agreements/{agreement}/grant", Stage.Requested, Employing),
        Endpoint("RefuseAgreement", "POST", "/agreements/{agreement}/refusal", Stage.Requested, Employing),
        Endpoint("ListEmployerEditions", "GET", "/employer/editions", Stage.None, Employers, changes: true),
        Endpoint("Nominate", "POST", "/nominations", Stage.None, Employers),
        Endpoint("ListNominations", "GET", "/nominations", Stage.Nominated, Employers),
        Endpoint("GetNomination", "GET", "/nominations/{nomination}", Stage.Nominated, Employing),
        Endpoint("WithdrawNomination", "POST", "/nominations/{nomination}/withdrawal", Stage.Nominated, Employing),
        Endpoint("AcceptNomination", "POST", "/nominations/acceptance", Stage.Nominated, People),
        Endpoint("DeclineNomination", "POST", "/nominations/refusal", Stage.Nominated, People),
        Endpoint("ListSuccessions", "GET", "/successions", Stage.PlaceHeld, Employers),
        Endpoint("WaiveSuccession", "POST", "/successions/{succession}/waiver", Stage.PlaceHeld, Employing),
        Endpoint("ListHeldPlaces", "GET", "/editions/{edition}/held-places", Stage.PlaceHeld, Organising),
        Endpoint("ReleaseHeldPlace", "POST", "/editions/{edition}/held-places/{succession}/release", Stage.PlaceHeld, [CallerKind.ProgrammeManager]),
        Endpoint("ListParkedMails", "GET", "/outgoing-mails/parked", Stage.None, [CallerKind.Administrator], changes: true),
        Endpoint("ReleaseMails", "POST", "/outgoing-mails/parked/release", Stage.None, [CallerKind.Administrator]),
        (new("ReleaseMail", "POST", "/outgoing-mails/{id}/release", null, UnknownToAdministrators), Stage.None),
        (new("DiscardMail", "DELETE", "/outgoing-mails/parked/{id}", null, UnknownToAdministrators), Stage.None),
    ];

    private static readonly AccessMatrix Matrix = new("intake", Names(All), [.. Endpoints.Select(endpoint => endpoint.Entry)]);

    public static TheoryData<string, string> Cells => Matrix.Cells();

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task R46_Every_caller_reaches_only_the_endpoints_of_their_roles(string endpoint, string caller)
    {
        var (kind, stage) = (Enum.Parse<CallerKind>(caller), Endpoints.Single(row => row.Entry.Endpoint == endpoint).Stage);
        // A permitted request changes the application, and needs its own. All refused requests can share one.
        var access = Matrix.IsAllowed(endpoint, caller) ? await scenario.NewAsync(stage, kind) : scenario.Shared(stage);
        var body = await access.BodyAsync(endpoint);
        await Matrix.CheckAsync(
            endpoint, caller, intake.ClientFor(scenario.Caller(kind, access.Candidate)), access.Fill, body is null ? null : JsonSerializer.Serialize(body));
    }

    [Fact]
    public void Every_endpoint_has_an_entry() => Matrix.AssertCovers(intake);

    [Fact]
    public async Task R46_A_draft_is_visible_to_its_candidate_only()
    {
        var candidate = scenario.Shared(Stage.Draft).Candidate;

        await candidate.Scenario.Dean.Get(candidate.Path).RefusedAsync(NotFound, "intake.application-unknown");
        Assert.DoesNotContain(candidate.ApplicationId, (await candidate.Scenario.ListAsync(by: candidate.Scenario.Dean)).Ids());
    }

    [Fact]
    public async Task R46_A_list_shows_no_texts_judgements_or_reasons()
    {
        var candidate = (await scenario.NewAsync(Stage.Interviewed)).Candidate;
        await candidate.DecideAsync(candidate.Scenario.Dean, "reject", "Een reden.").OkAsync();

        var listed = await candidate.Scenario.ListAsync("&status=rejected", by: candidate.Scenario.ProjectManager);

        Assert.Equal(
            [
                "changedAt", "displayName", "editionId", "employer", "employerNotification", "employerOrganisationId", "id", "interviewAt",
                "interviewProgress", "nextStep", "personId", "status", "submittedAt", "waitingSince", "waitListPosition",
            ],
            listed.Single(application => application.Id() == candidate.ApplicationId).AsObject().Select(field => field.Key).Order());
    }

    [Fact]
    public async Task R46_An_event_contains_no_texts_judgements_or_reasons()
    {
        var candidate = (await scenario.NewAsync(Stage.Interviewed)).Candidate;
        await candidate.DecideAsync(candidate.Scenario.Dean, "admit", "Een reden.").OkAsync();
        await candidate.PublishedAsync(ApplicationChange.Admitted);

        var events = candidate.Published.Select(e => JsonSerializer.Serialize(e)).ToList();

        string[] texts = [.. Candidate.ConfidentialTexts, "Een reden."];
        Assert.All(events, json => Assert.All(texts, text => Assert.DoesNotContain(text, json, StringComparison.Ordinal)));
    }

    private static (AccessEntry Entry, Stage Stage) Endpoint(
        string name, string method, string path, Stage stage, CallerKind[] callers, bool changes = false) =>
        (new(name, method, path) { For = Names(callers), Changes = changes }, stage);

    private static string[] Names(CallerKind[] kinds) => [.. kinds.Select(kind => kind.ToString())];
}
