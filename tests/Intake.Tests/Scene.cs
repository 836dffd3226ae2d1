using System.Text.Json.Nodes;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

/// <summary>One edition with a team of its own, so that no test sees another's.</summary>
internal sealed class Scene
{
    private readonly IntakeFixture _intake;

    private Scene(IntakeFixture intake, EditionOpened edition) => (_intake, Edition) = (intake, edition);

    public EditionOpened Edition { get; private set; }

    /// <summary>The organisation with an account that employs the candidates.</summary>
    public Guid EmployerId { get; } = Some.Id();

    /// <summary>What the employer's own system calls with.</summary>
    public HttpClient Employer => _intake.ClientFor(TestCaller.OrganisationClient("client-of-the-employer", EmployerId));

    public HttpClient Dean => StaffIn(TeamPart.Dean);

    public HttpClient Manager => StaffIn(TeamPart.ProgrammeManager);

    public HttpClient ProjectManager => StaffIn(TeamPart.ProjectManager);

    public HttpClient Trainer => StaffIn(TeamPart.Trainer);

    /// <summary>An edition that is open for applications unless asked, with as many places as asked.</summary>
    public static async Task<Scene> OpenAsync(IntakeFixture intake, int? capacity = null, IReadOnlyList<TeamRole>? team = null, EditionStatus status = EditionStatus.Open)
    {
        var scene = new Scene(intake, Some.OpenEdition(team: team) with { Status = status });
        await Task.WhenAll(scene.PublishAsync(scene.Edition), intake.HandledAsync(Some.Organisation(scene.EmployerId)));
        if (capacity is { } places)
        {
            await scene.SetTermsAsync(places);
        }

        return scene;
    }

    public TeamRole Role(TeamPart part) => Edition.Team.First(role => role.Part == part);

    public HttpClient StaffIn(TeamPart part) => _intake.ClientFor(TestCaller.Staff(Role(part).PersonId));

    /// <summary>Publishes a state of the edition, and waits until Intake has it.</summary>
    public async Task PublishAsync(EditionChanged state)
    {
        await _intake.PublishAsync(state);
        await Eventually.TrueAsync(
            () => _intake.InDatabase<IntakeDbContext, bool>(async db => await db.Editions.FindAsync(state.EditionId) is { } edition && edition.Version >= state.Version),
            $"version {state.Version} of the edition is known");
    }

    /// <summary>Changes what Scheduling says of the edition.</summary>
    public Task ChangeAsync(Func<EditionOpened, EditionOpened> change)
    {
        Edition = change(Edition) with { Version = Edition.Version + 1 };
        return PublishAsync(Edition);
    }

    public Task<JsonNode> SetTermsAsync(int capacity, long? priceInCents = null, int? offerDays = null, int minimumGroup = 1, string? judgementMode = null, string? successorsUntil = null) => Manager.PutAsync($"/intake/v1/editions/{Edition.EditionId}/terms", new
    {
        capacity,
        minimumGroup,
        priceInCents,
        offerDays,
        hotelIncluded = true,
        vat = "exempt",
        judgementMode,
        successorsUntil,
        cancellation = new[] { new { untilDaysBeforeStart = 0, chargePercentage = 100 } },
    }).OkAsync();

    /// <summary>A candidate with a complete draft.</summary>
    public async Task<Candidate> DraftAsync(object? content = null, Guid? personId = null)
    {
        var person = personId ?? Some.Id();
        var client = _intake.ClientFor(TestCaller.Person(person));
        var application = await client.PostAsync("/intake/v1/applications", content ?? Candidate.Complete(Edition.EditionId, EmployerId)).OkAsync();
        return new Candidate(_intake, this, client, person, application.Id());
    }

    /// <summary>A candidate who has handed in.</summary>
    public async Task<Candidate> SubmittedAsync(Guid? personId = null)
    {
        var candidate = await DraftAsync(personId: personId);
        await candidate.SubmitAsync().OkAsync();
        return candidate;
    }

    /// <summary>A candidate whose interview is in the calendar, and has begun.</summary>
    public async Task<Candidate> BookedAsync(Guid? personId = null)
    {
        var candidate = await SubmittedAsync(personId);
        await candidate.BookAsync();
        return candidate;
    }

    /// <summary>A candidate whose interview was held.</summary>
    public async Task<Candidate> HeldAsync()
    {
        var candidate = await BookedAsync();
        await candidate.HeldAsync(Dean).OkAsync();
        return candidate;
    }

    /// <summary>A candidate whom the programme manager judged.</summary>
    public async Task<Candidate> JudgedAsync()
    {
        var candidate = await HeldAsync();
        await candidate.JudgeAsync(Manager).OkAsync();
        return candidate;
    }

    /// <summary>A candidate whose judgement the dean confirmed, and whose employer wasn't asked.</summary>
    public async Task<Candidate> NotAgreedAsync()
    {
        var candidate = await JudgedAsync();
        await candidate.ConfirmAsync(Dean).OkAsync();
        return candidate;
    }

    /// <summary>The same, of an employer without an account here.</summary>
    public async Task<Candidate> NotAgreedByNameAsync()
    {
        var candidate = await SubmittedByNameAsync();
        await candidate.BookAsync();
        await candidate.HeldAsync(Dean).OkAsync();
        await candidate.JudgeAsync(Manager).OkAsync();
        await candidate.ConfirmAsync(Dean).OkAsync();
        return candidate;
    }

    /// <summary>A candidate who has handed in, of an employer without an account here.</summary>
    public async Task<Candidate> SubmittedByNameAsync()
    {
        var candidate = await DraftAsync(Candidate.Complete(Edition.EditionId));
        await candidate.SubmitAsync().OkAsync();
        return candidate;
    }

    /// <summary>A candidate who is to be admitted, and waits for a place since there is none.</summary>
    public async Task<Candidate> WaitingAsync()
    {
        var candidate = await InterviewedAsync();
        var decision = await candidate.DecideAsync(Manager, "admit").OkAsync();
        Assert.Equal("waitListed", decision.Text("status"));
        return candidate;
    }

    /// <summary>The employer nominates somebody; what was answered.</summary>
    public Task<HttpResponseMessage> NominateAsync(string email, Guid? successionId = null, HttpClient? by = null, string? externalReference = null) => (by ?? Employer).PostAsync("/intake/v1/nominations", new
    {
        editionId = Edition.EditionId,
        callName = "Voorgedragen",
        prefix = "de",
        surname = "Collega",
        function = "Beleidsadviseur",
        email,
        successionId,
        externalReference,
    });

    /// <summary>Somebody takes the nomination up that was mailed to an address; they are new here unless given.</summary>
    public async Task<Candidate> TakeUpAsync(string email, Guid? personId = null)
    {
        var person = personId ?? Some.Id();
        var client = _intake.ClientFor(TestCaller.Person(person));
        var application = await client.PostAsync("/intake/v1/nominations/acceptance", new { code = (await _intake.LinkMailedAsync(email)).Code() }).OkAsync();
        return new Candidate(_intake, this, client, person, application.Id());
    }

    /// <summary>The places that are or were held for employers, as the team reads them.</summary>
    public async Task<IReadOnlyList<JsonNode>> HeldPlacesAsync() =>
        [.. (await ProjectManager.FetchAsync($"/intake/v1/editions/{Edition.EditionId}/held-places").OkAsync()).AsArray().Select(place => place!)];

    public Task<JsonNode> TermsAsync() => Manager.FetchAsync($"/intake/v1/editions/{Edition.EditionId}/terms").OkAsync();

    /// <summary>Has Scheduling say that the edition is cancelled.</summary>
    public Task CancelAsync() => ChangeAsync(edition => edition with { Status = EditionStatus.Cancelled });

    /// <summary>A candidate whose judgement the dean confirmed, and whose employer agrees: all that is needed for a decision.</summary>
    public async Task<Candidate> InterviewedAsync()
    {
        var candidate = await NotAgreedAsync();
        await candidate.AgreedAsync();
        return candidate;
    }

    /// <summary>A candidate who has a place.</summary>
    public async Task<Candidate> AdmittedAsync()
    {
        var candidate = await InterviewedAsync();
        var decision = await candidate.DecideAsync(Manager, "admit").OkAsync();
        Assert.Equal("admitted", decision.Text("status"));
        return candidate;
    }
}

/// <summary>A candidate and their application.</summary>
internal sealed record Candidate(IntakeFixture Intake, Scene Scene, HttpClient Client, Guid PersonId, Guid ApplicationId)
{
    public string Path => $"/intake/v1/applications/{ApplicationId}";

    /// <summary>What the employer was asked, where a test names it.</summary>
    public Guid? AgreementId { get; init; }

    /// <summary>The nomination of somebody, where a test names it, and the code that was mailed.</summary>
    public Guid? NominationId { get; init; }

    public string? NominationCode { get; init; }

    /// <summary>The place that is held since this candidate withdrew, where a test names it.</summary>
    public Guid? SuccessionId { get; init; }

    /// <summary>The interview that was booked last.</summary>
    public InterviewChanged? Interview { get; set; }

    /// <summary>An application in which nothing is missing; its employer has no account here unless given.</summary>
    public static JsonObject Complete(Guid editionId, Guid? employerId = null) => new()
    {
        ["editionId"] = editionId,
        ["name"] = new JsonObject { ["callName"] = "Deelnemer", ["prefix"] = "van", ["surname"] = "Voorbeeld", ["certificateName"] = "D. van Voorbeeld" },
        ["employer"] = new JsonObject { ["organisationId"] = employerId, ["name"] = employerId is null ? "Gemeente zonder account" : "Voorbeeldgemeente", ["from"] = "2019-04-01" },
        ["function"] = "Strategisch adviseur",
        ["challenge"] = "Wonen in een stad die vol is.",
        ["learningWishes"] = new JsonObject { ["cognitive"] = "Bestuurskundige theorie.", ["personal"] = "Beter onderhandelen." },
        ["motivation"] = "Een volgende stap.",
        ["capacities"] = "Tien jaar ervaring.",
    };

    public static object Judgement(string note = "Past bij wat Metropool biedt.") =>
        new { learningWishes = new { fits = true, note }, motivation = new { fits = true, note }, capacities = new { fits = true, note } };

    public Task<HttpResponseMessage> SubmitAsync() => Client.PostAsync($"{Path}/submission");

    public Task<HttpResponseMessage> WithdrawAsync() => Client.PostAsync($"{Path}/withdrawal");

    public Task<HttpResponseMessage> AcceptAsync() => Client.PostAsync($"{Path}/offer/acceptance");

    public Task<HttpResponseMessage> RefuseAsync() => Client.PostAsync($"{Path}/offer/refusal");

    public Task<HttpResponseMessage> MoveAsync(Scene to) => Client.PostAsync($"{Path}/move", new { editionId = to.Edition.EditionId });

    /// <summary>What became of the place that was offered last; null where none was.</summary>
    public async Task<string?> OfferAsync() => (await ReadAsync()).Text("offer.state");

    /// <summary>What happened, oldest first.</summary>
    public async Task<IEnumerable<string>> HistoryAsync() => (await Client.FetchAsync($"{Path}/history").OkAsync()).Each("items", "what");

    public Task<JsonNode> ReadAsync() => Client.FetchAsync(Path).OkAsync();

    /// <summary>Asks the employer for its agreement.</summary>
    public Task<HttpResponseMessage> AskAsync(object? body = null) => Client.PostAsync($"{Path}/agreement-requests", body ?? new { });

    /// <summary>Asks the employer, and gives what it was asked.</summary>
    public async Task<Guid> AskedAsync(object? body = null) => (await AskAsync(body).OkAsync()).Id("agreement.agreementId");

    /// <summary>Asks the employer, which agrees to what it reads.</summary>
    public async Task<Guid> AgreedAsync()
    {
        var id = await AskedAsync();
        await Scene.Employer.PostAsync($"/intake/v1/agreements/{id}/grant", await GrantAsync(Scene.Employer, id)).OkAsync();
        return id;
    }

    /// <summary>Whoever has the mailed link agrees, for an employer without an account here.</summary>
    public async Task AgreeByLinkAsync(string link)
    {
        var browser = Intake.PlainClientFor(TestCaller.Anonymous);
        var page = await browser.GetStringAsync(new Uri(link, UriKind.Relative), TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["code"] = link.Code(),
            ["PriceInCents"] = Hidden("PriceInCents"),
            ["TermsVersion"] = Hidden("TermsVersion"),
            ["KvkNumber"] = "12345678",
            ["Recipient"] = "Crediteuren",
            ["AddressLine"] = "Plein 1",
            ["PostalCode"] = "1234AB",
            ["Place"] = "Voorbeeldstad",
            ["AgreedByName"] = "A. Manager",
            ["AgreedByFunction"] = "Afdelingshoofd",
            ["AgreesToTime"] = "ja",
            ["AgreesToPrice"] = "ja",
        });
        using var answer = await browser.PostAsync(new Uri("/intake/agreement", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        string Hidden(string name) => page.Split($"name=\"{name}\" value=\"")[1].Split('"')[0];
    }

    /// <summary>All that an employer says who agrees to what it reads.</summary>
    public static async Task<JsonObject> GrantAsync(HttpClient employer, Guid id) => Grant(await employer.FetchAsync($"/intake/v1/agreements/{id}").OkAsync());

    /// <summary>All that an employer says who agrees to what it has read.</summary>
    public static JsonObject Grant(JsonNode read) => new()
    {
        ["oin"] = "00000099234567890000",
        ["costCentre"] = "KP-1234",
        ["invoiceAddress"] = new JsonObject { ["recipient"] = "Voorbeeldgemeente, crediteuren", ["addressLine"] = "Postbus 1", ["postalCode"] = "1234 AB", ["place"] = "Voorbeeldstad" },
        ["agreedByName"] = "A. Manager",
        ["agreedByFunction"] = "Afdelingshoofd",
        ["agreesToTime"] = true,
        ["agreesToPrice"] = true,
        ["priceInCents"] = read.At("terms.priceInCents")!.DeepClone(),
        ["termsVersion"] = read.At("termsVersion")!.DeepClone(),
    };

    /// <summary>Has Scheduling say that the interview is in the calendar, and waits until Intake knows it.</summary>
    public Task BookAsync(Func<InterviewBooked, InterviewBooked>? with = null)
    {
        InterviewBooked booked = Some.Interview(
            InterviewKind.Intake, Scene.Edition.EditionId, PersonId, [Scene.Role(TeamPart.Dean), Scene.Role(TeamPart.ProgrammeManager)], ApplicationId);
        return CalendarAsync(with?.Invoke(booked) ?? booked);
    }

    /// <summary>Has Scheduling say how an interview stands, and waits until Intake knows it.</summary>
    public async Task CalendarAsync(InterviewChanged state)
    {
        Interview = state;
        await Intake.PublishAsync(state);
        await Eventually.TrueAsync(
            () => Intake.InDatabase<IntakeDbContext, bool>(async db => await db.Interviews.FindAsync(state.InterviewId) is { } known && known.Version >= state.Version),
            $"version {state.Version} of the interview is known");
    }

    public Task<HttpResponseMessage> HeldAsync(HttpClient by, object? body = null) => by.PostAsync($"{Path}/interview/held", body ?? new { });

    public Task<HttpResponseMessage> JudgeAsync(HttpClient by, object? judgement = null) => by.PostAsync($"{Path}/judgement", judgement ?? Judgement());

    /// <summary>Declares a conflict of interest.</summary>
    public Task<HttpResponseMessage> ConflictAsync(HttpClient by, Guid personId) => by.PostAsync($"{Path}/conflicts-of-interest", new { personId });

    public Task<HttpResponseMessage> TakeConflictBackAsync(HttpClient by, Guid personId) =>
        by.DeleteAsync(new Uri($"{Path}/conflicts-of-interest/{personId}", UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>Confirms the judgement that counts, unless a test says otherwise.</summary>
    public async Task<HttpResponseMessage> ConfirmAsync(HttpClient by, object? body = null) =>
        await by.PostAsync($"{Path}/judgement/confirmation", body ?? new { judgementId = (await ReadAsync()).Id("judgements.0.judgementId") });

    public Task<HttpResponseMessage> DecideAsync(HttpClient by, string outcome, string reason = "Na het gesprek.") => by.PostAsync($"{Path}/decision", new { outcome, reason });
}
