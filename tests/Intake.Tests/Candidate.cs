namespace Metropool.Intake.Tests;

/// <summary>A candidate and their application.</summary>
internal sealed partial record Candidate(Scenario Scenario, HttpClient Client, Guid PersonId, Guid ApplicationId)
{
    public IntakeFixture Intake => Scenario.Intake;

    public string Path => $"/intake/v1/applications/{ApplicationId}";

    /// <summary>The interview as it was published last.</summary>
    public InterviewChanged? Interview { get; private set; }

    /// <summary>A complete application; its employer has no account unless one is given.</summary>
    public static JsonObject Content(Guid editionId, Guid? employerId = null) => new()
    {
        ["editionId"] = editionId,
        ["name"] = new JsonObject { ["callName"] = "Deelnemer", ["prefix"] = "van", ["surname"] = "Voorbeeld", ["certificateName"] = "D. van Voorbeeld" },
        ["employer"] = new JsonObject
        {
            ["organisationId"] = employerId,
            ["name"] = employerId is null ? "Gemeente zonder account" : "Voorbeeldgemeente",
            ["from"] = "2019-04-01",
        },
        ["function"] = "Strategisch adviseur",
        ["challenge"] = "Wonen in een stad die vol is.",
        ["learningWishes"] = new JsonObject { ["cognitive"] = "Bestuurskundige theorie.", ["personal"] = "Beter onderhandelen." },
        ["motivation"] = "Een volgende stap.",
        ["capacities"] = "Tien jaar ervaring.",
    };

    /// <summary>The texts of the application and its judgement, which only the candidate and the panel may read.</summary>
    public static IReadOnlyList<string> ConfidentialTexts { get; } =
    [
        "Een volgende stap.", "Tien jaar ervaring.", "Wonen in een stad", "Bestuurskundige theorie", "Beter onderhandelen", "Past bij wat",
    ];

    public Task<JsonNode> ReadAsync() => Client.Get(Path).OkAsync();

    /// <summary>One value of the application.</summary>
    public async Task<string?> TextAsync(string path) => (await ReadAsync()).Text(path);

    public async Task<(string? Status, string? NextStep)> ProgressAsync()
    {
        var application = await ReadAsync();
        return (application.Text("status"), application.Text("nextStep"));
    }

    /// <summary>The state of the last offer of a place; null if there was none.</summary>
    public Task<string?> OfferAsync() => TextAsync("offer.state");

    /// <summary>The lines of the history, oldest first.</summary>
    public Task<IReadOnlyList<JsonNode>> HistoryAsync() => Client.ItemsAsync($"{Path}/history");

    /// <summary>The kinds of the lines of the history, oldest first.</summary>
    public async Task<IEnumerable<string>> HistoryKindsAsync() => (await HistoryAsync()).Select(line => line.Text("what")!);

    /// <summary>Fails unless the application no longer exists.</summary>
    public Task AssertRemovedAsync() => Client.Get(Path).RefusedAsync(NotFound, "intake.application-unknown");

    public Task<HttpResponseMessage> SubmitAsync() => Client.PostAsync($"{Path}/submission");

    public Task<HttpResponseMessage> WithdrawAsync() => Client.PostAsync($"{Path}/withdrawal");

    public Task<HttpResponseMessage> AcceptAsync() => Client.PostAsync($"{Path}/offer/acceptance");

    public Task<HttpResponseMessage> RefuseAsync() => Client.PostAsync($"{Path}/offer/refusal");

    public Task<HttpResponseMessage> MoveAsync(Scenario to) => MoveAsync(to.EditionId);

    public Task<HttpResponseMessage> MoveAsync(Guid editionId) => Client.PostAsync($"{Path}/move", new { editionId });

    /// <summary>Replaces the text of the draft.</summary>
    public Task<HttpResponseMessage> ReplaceAsync(object content)
    {
        (content as JsonObject)?.Remove("editionId");
        return Client.PutAsync(Path, content);
    }

    /// <summary>Completes a draft that was started by a nomination, and submits it.</summary>
    public async Task CompleteAsync()
    {
        await ReplaceAsync(Scenario.Content()).OkAsync();
        await SubmitAsync().OkAsync();
    }

    public Task<HttpResponseMessage> CorrectNameAsync(string callName, string? surname = null, string? certificateName = null, string? titlesAfter = null) =>
        Client.PutAsync($"{Path}/name", new { callName, surname, certificateName, titlesAfter });

    public Task<HttpResponseMessage> ChangeEmployerAsync(string name = "Andere gemeente", string from = "2025-09-01") =>
        Client.PostAsync($"{Path}/employers", new { name, from });

    public Task<HttpResponseMessage> ChangeEmployerAsync(Guid organisationId, string from = "2025-09-01") =>
        Client.PostAsync($"{Path}/employers", new { organisationId, from });

    /// <summary>The programme manager connects the employer to an organisation.</summary>
    public Task<HttpResponseMessage> ConnectEmployerAsync(Guid organisationId, HttpClient? by = null) =>
        (by ?? Scenario.Manager).PostAsync($"{Path}/employer-connection", new { organisationId });

    /// <summary>The participation that Scheduling makes of the admission.</summary>
    public ParticipationChanged Participation(
        ParticipationStatus status = ParticipationStatus.Placed, Guid? editionId = null, params IReadOnlyList<EmployerPeriod> employers) =>
        Some.Participation(editionId ?? Scenario.EditionId, PersonId, employers: employers.Count == 0 ? null : employers)
            with { ApplicationId = ApplicationId, Status = status };
}
