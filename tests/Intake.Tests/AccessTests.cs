using System.Net;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;
using Metropool.Testing.Access;

namespace Metropool.Intake.Tests;

/// <summary>Every endpoint, asked by everybody.</summary>
public sealed class AccessTests(IntakeFixture intake, AccessScene scene) : IClassFixture<AccessScene>
{
    private static readonly Who[] People = [.. Enum.GetValues<Who>().Except([Who.Nobody, Who.EmployerClient, Who.OtherEmployerClient])];
    private static readonly Who[] Known = [.. Enum.GetValues<Who>().Except([Who.Nobody])];
    private static readonly Who[] Deciding = [Who.Dean, Who.DeputyDean, Who.ProgrammeManager];
    private static readonly Who[] Employing = [Who.EmployerContact, Who.EmployerClient];
    private static readonly Who[] Employers = [.. Employing, Who.OtherEmployerClient];
    private static readonly Who[] Organising = [.. Deciding, Who.ProjectManager];

    private static readonly HttpStatusCode[] UnknownToAdministrators =
    [
        .. Enum.GetValues<Who>().Select(who => who switch { Who.Nobody => HttpStatusCode.Unauthorized, Who.Administrator => HttpStatusCode.NotFound, _ => HttpStatusCode.Forbidden }),
    ];

    private static readonly AccessEntry[] Entries =
    [
        new("GetProgrammeTime", "GET", "/programme-time") { For = Names(Known), Changes = true },
        new("ListEditions", "GET", "/editions") { For = Names(People), Changes = true },
        new("GetEditionTerms", "GET", "/editions/{edition}/terms") { For = Names(Organising) },
        new("SetEditionTerms", "PUT", "/editions/{edition}/terms") { For = Names([Who.ProgrammeManager]) },
        new("GetWaitingList", "GET", "/editions/{edition}/waiting-list") { For = Names(Organising) },
        new("GetRemovedApplications", "GET", "/editions/{edition}/removed-applications") { For = Names(Organising) },
        new("GetPersonalData", "GET", "/personal-data") { For = Names(People) },
        new("SetRetentionConsent", "PUT", "/applications/{id}/retention-consent") { For = Names([Who.Candidate]) },
        new("StartApplication", "POST", "/applications") { For = Names(People) },
        new("GetMyApplications", "GET", "/applications/mine") { For = Names(People) },
        new("ListApplications", "GET", "/applications?editionId={edition}") { For = Names(Organising) },
        new("SearchApplications", "POST", "/applications/searches") { For = Names(Organising) },
        new("CountApplications", "GET", "/applications/counts?editionId={edition}") { For = Names(Organising), Changes = true },
        new("ExportApplications", "GET", "/applications/export?editionId={edition}") { For = Names(Organising), Changes = true },
        new("GetApplication", "GET", "/applications/{id}") { For = Names([Who.Candidate, .. Deciding]) },
        new("GetApplicationHistory", "GET", "/applications/{id}/history") { For = Names([Who.Candidate, .. Deciding]) },
        new("ChangeApplication", "PUT", "/applications/{id}") { For = Names([Who.Candidate]) },
        new("SubmitApplication", "POST", "/applications/{id}/submission") { For = Names([Who.Candidate]) },
        new("WithdrawApplication", "POST", "/applications/{id}/withdrawal") { For = Names([Who.Candidate]) },
        new("AcceptOffer", "POST", "/applications/{id}/offer/acceptance") { For = Names([Who.Candidate]) },
        new("RefuseOffer", "POST", "/applications/{id}/offer/refusal") { For = Names([Who.Candidate]) },
        new("MoveApplication", "POST", "/applications/{id}/move") { For = Names([Who.Candidate]) },
        new("ChangeEmployer", "POST", "/applications/{id}/employers") { For = Names([Who.Candidate]) },
        new("ConnectEmployer", "POST", "/applications/{id}/employer-connection") { For = Names([Who.ProgrammeManager]) },
        new("CorrectName", "PUT", "/applications/{id}/name") { For = Names([Who.Candidate]) },
        new("RecordInterviewHeld", "POST", "/applications/{id}/interview/held") { For = Names([Who.Dean, Who.ProgrammeManager]) },
        new("WriteJudgement", "POST", "/applications/{id}/judgement") { For = Names([Who.Dean, Who.ProgrammeManager]) },
        new("ConfirmJudgement", "POST", "/applications/{id}/judgement/confirmation") { For = Names([Who.Dean, Who.ProgrammeManager]) },
        new("DeclareConflict", "POST", "/applications/{id}/conflicts-of-interest") { For = Names(Deciding) },
        new("TakeConflictBack", "DELETE", "/applications/{id}/conflicts-of-interest/{person}") { For = Names(Deciding) },
        new("DecideOnApplication", "POST", "/applications/{id}/decision") { For = Names(Deciding) },
        new("ReviseDecision", "POST", "/applications/{id}/decision/revision") { For = Names(Deciding) },
        new("ListAnnouncedEditions", "GET", "/announced-editions") { For = Names(Enum.GetValues<Who>()), Changes = true },
        new("LeaveInterest", "POST", "/editions/{edition}/interests") { For = Names(Enum.GetValues<Who>()) },
        new("AskAgreement", "POST", "/applications/{id}/agreement-requests") { For = Names([Who.Candidate]) },
        new("WithdrawAgreement", "POST", "/applications/{id}/agreement-requests/withdrawal") { For = Names([Who.Candidate]) },
        new("GetInvoice", "GET", "/applications/{id}/invoice") { For = Names([Who.ProgrammeManager]) },
        new("ListAgreements", "GET", "/agreements") { For = Names(Employers) },
        new("GetAgreement", "GET", "/agreements/{agreement}") { For = Names(Employing) },
        new("GrantAgreement", "POST", "/agreements/{agreement}/grant") { For = Names(Employing) },
        new("RefuseAgreement", "POST", "/agreements/{agreement}/refusal") { For = Names(Employing) },
        new("ListEmployerEditions", "GET", "/employer/editions") { For = Names(Employers), Changes = true },
        new("Nominate", "POST", "/nominations") { For = Names(Employers) },
        new("ListNominations", "GET", "/nominations") { For = Names(Employers) },
        new("GetNomination", "GET", "/nominations/{nomination}") { For = Names(Employing) },
        new("WithdrawNomination", "POST", "/nominations/{nomination}/withdrawal") { For = Names(Employing) },
        new("AcceptNomination", "POST", "/nominations/acceptance") { For = Names(People) },
        new("DeclineNomination", "POST", "/nominations/refusal") { For = Names(People) },
        new("ListSuccessions", "GET", "/successions") { For = Names(Employers) },
        new("WaiveSuccession", "POST", "/successions/{succession}/waiver") { For = Names(Employing) },
        new("GetHeldPlaces", "GET", "/editions/{edition}/held-places") { For = Names(Organising) },
        new("ReleaseHeldPlace", "POST", "/editions/{edition}/held-places/{succession}/release") { For = Names([Who.ProgrammeManager]) },
        new("ListParkedMails", "GET", "/outgoing-mails/parked") { For = Names([Who.Administrator]), Changes = true },
        new("ReleaseMails", "POST", "/outgoing-mails/parked/release") { For = Names([Who.Administrator]) },
        new("ReleaseMail", "POST", "/outgoing-mails/{id}/release", null, UnknownToAdministrators),
        new("DiscardMail", "DELETE", "/outgoing-mails/parked/{id}", null, UnknownToAdministrators),
    ];

    /// <summary>How far the application is that an endpoint is tried on.</summary>
    private static readonly Dictionary<string, Stage> Stages = new()
    {
        ["GetProgrammeTime"] = Stage.Draft,
        ["ListEditions"] = Stage.Draft,
        ["GetEditionTerms"] = Stage.Draft,
        ["SetEditionTerms"] = Stage.Draft,
        ["GetWaitingList"] = Stage.Draft,
        ["GetRemovedApplications"] = Stage.Draft,
        ["GetPersonalData"] = Stage.Draft,
        ["SetRetentionConsent"] = Stage.Submitted,
        ["StartApplication"] = Stage.None,
        ["GetMyApplications"] = Stage.Draft,
        ["ListApplications"] = Stage.Submitted,
        ["SearchApplications"] = Stage.Submitted,
        ["CountApplications"] = Stage.Submitted,
        ["ExportApplications"] = Stage.Submitted,
        ["GetApplication"] = Stage.Interviewed,
        ["GetApplicationHistory"] = Stage.Interviewed,
        ["ChangeApplication"] = Stage.Draft,
        ["SubmitApplication"] = Stage.Draft,
        ["WithdrawApplication"] = Stage.Submitted,
        ["AcceptOffer"] = Stage.Offered,
        ["RefuseOffer"] = Stage.Offered,
        ["MoveApplication"] = Stage.Lapsed,
        ["ChangeEmployer"] = Stage.Submitted,
        ["ConnectEmployer"] = Stage.Typed,
        ["CorrectName"] = Stage.Submitted,
        ["ListEmployerEditions"] = Stage.None,
        ["RecordInterviewHeld"] = Stage.Booked,
        ["WriteJudgement"] = Stage.Held,
        ["ConfirmJudgement"] = Stage.Judged,
        ["DeclareConflict"] = Stage.Submitted,
        ["TakeConflictBack"] = Stage.InConflict,
        ["DecideOnApplication"] = Stage.Interviewed,
        ["ReviseDecision"] = Stage.Admitted,
        ["ListAnnouncedEditions"] = Stage.None,
        ["LeaveInterest"] = Stage.None,
        ["AskAgreement"] = Stage.Submitted,
        ["WithdrawAgreement"] = Stage.Asked,
        ["GetInvoice"] = Stage.Interviewed,
        ["ListAgreements"] = Stage.Asked,
        ["GetAgreement"] = Stage.Asked,
        ["GrantAgreement"] = Stage.Asked,
        ["RefuseAgreement"] = Stage.Asked,
        ["Nominate"] = Stage.None,
        ["ListNominations"] = Stage.Nominated,
        ["GetNomination"] = Stage.Nominated,
        ["WithdrawNomination"] = Stage.Nominated,
        ["AcceptNomination"] = Stage.Nominated,
        ["DeclineNomination"] = Stage.Nominated,
        ["ListSuccessions"] = Stage.PlaceHeld,
        ["WaiveSuccession"] = Stage.PlaceHeld,
        ["GetHeldPlaces"] = Stage.PlaceHeld,
        ["ReleaseHeldPlace"] = Stage.PlaceHeld,
        ["ListParkedMails"] = Stage.None,
        ["ReleaseMails"] = Stage.None,
        ["ReleaseMail"] = Stage.None,
        ["DiscardMail"] = Stage.None,
    };

    private static readonly AccessMatrix Matrix = new("intake", Names(Enum.GetValues<Who>()), Entries);

    public static TheoryData<string, string> Cells => Matrix.Cells();

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task R46_Everybody_reaches_what_is_theirs_and_nothing_else(string endpoint, string caller)
    {
        var who = Enum.Parse<Who>(caller);
        // What is allowed changes something: it has an application of its own. All that is not allowed can share one.
        var candidate = Matrix.LetsThrough(endpoint, caller) ? await scene.FreshAsync(Stages[endpoint], who) : scene.Shared(Stages[endpoint]);
        var body = await scene.BodyAsync(endpoint, candidate);
        await Matrix.CheckAsync(
            endpoint,
            caller,
            intake.ClientFor(scene.Caller(who, candidate)),
            text => text.Replace("{edition}", candidate.Scene.Edition.EditionId.ToString(), StringComparison.Ordinal).Replace("{nomination}", candidate.NominationId.ToString(), StringComparison.Ordinal).Replace("{succession}", candidate.SuccessionId.ToString(), StringComparison.Ordinal).Replace("{agreement}", candidate.AgreementId.ToString(), StringComparison.Ordinal)
                .Replace("{id}", candidate.ApplicationId.ToString(), StringComparison.Ordinal).Replace("{person}", scene.FormerDean.ToString(), StringComparison.Ordinal),
            body is null ? null : await body.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Every_endpoint_has_an_entry() => Matrix.AssertCovers(intake);

    private static string[] Names(params Who[] people) => [.. people.Select(who => who.ToString())];

    [Fact]
    public async Task R46_A_draft_is_its_writers_alone()
    {
        var candidate = scene.Shared(Stage.Draft);

        await candidate.Scene.Dean.FetchAsync(candidate.Path).RefusedAsync(HttpStatusCode.NotFound, "intake.application-unknown");
        var list = await candidate.Scene.Dean.FetchAsync($"/intake/v1/applications?editionId={candidate.Scene.Edition.EditionId}").OkAsync();
        Assert.DoesNotContain(list.At("items")!.AsArray(), application => application!.Id() == candidate.ApplicationId);
    }

    [Fact]
    public async Task R46_A_list_shows_nothing_that_was_written_judged_or_decided_and_why()
    {
        var candidate = await scene.FreshAsync(Stage.Interviewed);
        await candidate.DecideAsync(candidate.Scene.Dean, "reject", "Een reden.").OkAsync();

        var list = await candidate.Scene.ProjectManager.FetchAsync($"/intake/v1/applications?editionId={candidate.Scene.Edition.EditionId}&status=rejected").OkAsync();

        var shown = Assert.Single(list.At("items")!.AsArray(), application => application!.Id() == candidate.ApplicationId)!.AsObject();
        Assert.Equal(
            ["awaits", "awaitsSince", "changedAt", "displayName", "editionId", "employer", "employerNotification", "employerOrganisationId", "id", "interviewAt", "interviewStanding", "personId", "status", "submittedAt", "waitListPosition"],
            shown.Select(field => field.Key).Order());
    }

    [Fact]
    public async Task R46_Nothing_that_was_written_judged_or_decided_and_why_is_in_an_event()
    {
        var candidate = await scene.FreshAsync(Stage.Interviewed);
        await candidate.DecideAsync(candidate.Scene.Dean, "admit", "Een reden.").OkAsync();
        await intake.Events.PublishedAsync<Contracts.Intake.ParticipantAdmitted>(e => e.ApplicationId == candidate.ApplicationId);

        var told = intake.Events.Seen.OfType<Contracts.Intake.ApplicationChanged>().Where(e => e.ApplicationId == candidate.ApplicationId)
            .Select(e => System.Text.Json.JsonSerializer.Serialize<object>(e)).ToList();

        Assert.NotEmpty(told);
        string[] written = ["Een reden.", "Een volgende stap.", "Tien jaar ervaring.", "Wonen in een stad", "Bestuurskundige theorie", "Beter onderhandelen", "Past bij wat"];
        Assert.All(told, json => Assert.All(written, text => Assert.DoesNotContain(text, json, StringComparison.Ordinal)));
    }
}

/// <summary>Everybody who may come by.</summary>
public enum Who
{
    Nobody,
    Stranger,
    Candidate,
    OtherCandidate,
    Dean,
    DeputyDean,
    ProgrammeManager,
    ProjectManager,
    Trainer,
    FormerDean,
    DeanOfAnotherEdition,
    DeanWithoutStaffRole,
    OtherStaff,
    Administrator,
    EmployerContact,
    EmployerClient,
    OtherEmployerClient,
}

/// <summary>How far an application is.</summary>
public enum Stage
{
    None,
    Draft,
    Submitted,
    Typed,
    InConflict,
    Nominated,
    PlaceHeld,
    Asked,
    Booked,
    Held,
    Judged,
    Interviewed,
    Offered,
    Lapsed,
    Admitted,
}

/// <summary>An edition with everybody around it, for one class of tests.</summary>
public sealed class AccessScene(IntakeFixture intake) : IAsyncLifetime
{
    private readonly Dictionary<Stage, Candidate> _shared = [];
    private readonly TeamRole _deputy = Some.TeamRole(TeamPart.Dean, deputy: true);
    private readonly TeamRole _former = Some.TeamRole(TeamPart.Dean) with { Until = new DateOnly(2025, 9, 11) };
    private readonly TeamRole _unappointed = Some.TeamRole(TeamPart.Dean);
    private readonly Guid _otherEmployer = Some.Id();
    private Scene _scene = null!;
    private Scene _elsewhere = null!;
    private Candidate _other = null!;

    public async ValueTask InitializeAsync()
    {
        _scene = await Scene.OpenAsync(intake, team: [.. Some.Team(), _deputy, _former, _unappointed], capacity: 500);
        await _scene.SetTermsAsync(500, successorsUntil: "2025-10-31");
        await intake.HandledAsync(Some.Organisation(_otherEmployer));
        _elsewhere = await Scene.OpenAsync(intake);
        _other = await _scene.SubmittedAsync();
        foreach (var stage in Enum.GetValues<Stage>())
        {
            _shared[stage] = await FreshAsync(stage);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Who has a conflict of interest where somebody has.</summary>
    internal Guid FormerDean => _former.PersonId;

    internal Candidate Shared(Stage stage) => _shared[stage];

    /// <summary>An application that somebody can do the next step with.</summary>
    internal Task<Candidate> FreshAsync(Stage stage, Who next = Who.Dean) => stage switch
    {
        Stage.None => Task.FromResult(_other with { PersonId = Some.Id() }),
        Stage.Draft => _scene.DraftAsync(),
        Stage.Submitted => _scene.SubmittedAsync(),
        Stage.Typed => TypedAsync(),
        Stage.InConflict => InConflictAsync(),
        Stage.Asked => AskedAsync(),
        Stage.Nominated => NominatedAsync(),
        Stage.PlaceHeld => PlaceHeldAsync(),
        Stage.Booked => _scene.BookedAsync(),
        Stage.Held => _scene.HeldAsync(),
        Stage.Judged => JudgedAsync(next == Who.ProgrammeManager ? _scene.Dean : _scene.Manager),
        Stage.Interviewed => _scene.InterviewedAsync(),
        Stage.Offered => OfferedAsync(),
        Stage.Lapsed => LapsedAsync(),
        _ => _scene.AdmittedAsync(),
    };

    private async Task<Candidate> TypedAsync()
    {
        var candidate = await _scene.DraftAsync(Candidate.Complete(_scene.Edition.EditionId));
        await candidate.SubmitAsync().OkAsync();
        return candidate;
    }

    private async Task<Candidate> AskedAsync()
    {
        var candidate = await _scene.SubmittedAsync();
        return candidate with { AgreementId = await candidate.AskedAsync() };
    }

    private async Task<Candidate> NominatedAsync()
    {
        var email = Address();
        return _other with { NominationId = (await _scene.NominateAsync(email).OkAsync()).Id(), NominationCode = (await intake.LinkMailedAsync(email)).Code() };
    }

    private async Task<Candidate> PlaceHeldAsync()
    {
        var candidate = await _scene.AdmittedAsync();
        await candidate.WithdrawAsync().OkAsync();
        return candidate with { SuccessionId = (await _scene.HeldPlacesAsync())[^1].Id() };
    }

    private static string Address() => $"{Guid.NewGuid():N}@voorbeeldgemeente.example";

    private async Task<Candidate> InConflictAsync()
    {
        var candidate = await _scene.SubmittedAsync();
        await candidate.ConflictAsync(_scene.Manager, FormerDean).OkAsync();
        return candidate;
    }

    private async Task<Candidate> OfferedAsync()
    {
        var candidate = await _scene.InterviewedAsync();
        await candidate.DecideAsync(_scene.Dean, "waitList").OkAsync();
        await (await _scene.AdmittedAsync()).WithdrawAsync().OkAsync();
        return candidate;
    }

    private async Task<Candidate> LapsedAsync()
    {
        var cancelled = await Scene.OpenAsync(intake);
        var candidate = await cancelled.SubmittedAsync();
        await cancelled.CancelAsync();
        return candidate;
    }

    private async Task<Candidate> JudgedAsync(HttpClient by)
    {
        var candidate = await _scene.HeldAsync();
        await candidate.JudgeAsync(by).OkAsync();
        return candidate;
    }

    internal TestCaller Caller(Who who, Candidate candidate) => who switch
    {
        Who.Nobody => TestCaller.Anonymous,
        Who.Stranger => TestCaller.Person(Some.Id()),
        Who.Candidate => TestCaller.Person(candidate.PersonId),
        // Has an open application for this edition, and may start none beside it: for starting one it is another person.
        Who.OtherCandidate => TestCaller.Person(candidate.ApplicationId == _other.ApplicationId ? Some.Id() : _other.PersonId),
        Who.Dean => TestCaller.Staff(_scene.Role(TeamPart.Dean).PersonId),
        Who.DeputyDean => TestCaller.Staff(_deputy.PersonId),
        Who.ProgrammeManager => TestCaller.Staff(_scene.Role(TeamPart.ProgrammeManager).PersonId),
        Who.ProjectManager => TestCaller.Staff(_scene.Role(TeamPart.ProjectManager).PersonId),
        Who.Trainer => TestCaller.Staff(_scene.Role(TeamPart.Trainer).PersonId),
        Who.FormerDean => TestCaller.Staff(_former.PersonId),
        Who.DeanOfAnotherEdition => TestCaller.Staff(_elsewhere.Role(TeamPart.Dean).PersonId),
        Who.DeanWithoutStaffRole => TestCaller.Person(_unappointed.PersonId),
        Who.OtherStaff => TestCaller.Staff(Some.Id()),
        Who.Administrator => TestCaller.Administrator(Some.Id()),
        Who.EmployerContact => TestCaller.EmployerContact(Some.Id(), _scene.EmployerId),
        Who.EmployerClient => TestCaller.OrganisationClient("client-of-the-employer", _scene.EmployerId),
        Who.OtherEmployerClient => TestCaller.OrganisationClient("client-of-another", _otherEmployer),
        _ => throw new ArgumentOutOfRangeException(nameof(who)),
    };

    internal async Task<HttpContent?> BodyAsync(string endpoint, Candidate candidate)
    {
        object? body = endpoint switch
        {
            "StartApplication" => Candidate.Complete(candidate.Scene.Edition.EditionId),
            "ChangeApplication" => new { motivation = "Anders." },
            "SetRetentionConsent" => new { given = true },
            "CorrectName" => new { callName = "Deelnemer", surname = "Anders", certificateName = "D. Anders" },
            "ChangeEmployer" => new { name = "Andere gemeente", from = "2025-09-01" },
            "ConnectEmployer" => new { organisationId = candidate.Scene.EmployerId },
            "SetEditionTerms" => new { capacity = 500, minimumGroup = 1, hotelIncluded = true, vat = "exempt", cancellation = Array.Empty<object>() },
            "LeaveInterest" => new { email = "iemand@voorbeeld.example" },
            "WriteJudgement" => Candidate.Judgement(),
            "DeclareConflict" => new { personId = candidate.Scene.Role(TeamPart.Dean).PersonId },
            "DecideOnApplication" => new { outcome = "admit", reason = "Na het gesprek." },
            "ReviseDecision" => new { outcome = "reject", reason = "Na een tweede lezing." },
            "MoveApplication" => new { editionId = _scene.Edition.EditionId },
            "RecordInterviewHeld" => new { },
            "SearchApplications" => new { text = "voorbeeld", editionId = candidate.Scene.Edition.EditionId },
            "Nominate" => new { editionId = candidate.Scene.Edition.EditionId, callName = "Voorgedragen", surname = "Collega", email = Address() },
            "AcceptNomination" or "DeclineNomination" => new { code = candidate.NominationCode },
            "ReleaseHeldPlace" => new { reason = "De groep begint morgen." },
            "AskAgreement" => new { },
            "GrantAgreement" => await Candidate.GrantAsync(candidate.Scene.Employer, candidate.AgreementId!.Value),
            "RefuseAgreement" => new { reason = "Een reden." },
            "ConfirmJudgement" => new { judgementId = (await candidate.ReadAsync()).Id("judgements.0.judgementId") },
            _ => null,
        };
        return body is null ? null : System.Net.Http.Json.JsonContent.Create(body);
    }
}
