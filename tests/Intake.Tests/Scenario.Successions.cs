namespace Metropool.Intake.Tests;

/// <summary>Places that are held for the employer, and successors.</summary>
internal sealed partial class Scenario
{
    /// <summary>An edition whose only place is held after a withdrawal, and a candidate on its waiting list.</summary>
    public static async Task<(Scenario Scenario, Candidate Withdrawn, Candidate Waiting)> WithHeldPlaceAsync(IntakeFixture intake, string? until = "2025-10-31")
    {
        var scenario = await CreateAsync(intake);
        await scenario.SetTermsAsync(1, successorsUntil: until);
        var admitted = await scenario.AdmittedAsync();
        var waiting = await scenario.WaitListedAsync();
        await admitted.WithdrawAsync().OkAsync();
        return (scenario, admitted, waiting);
    }

    /// <summary>A successor whom the employer nominates for the held place, and who accepts.</summary>
    public async Task<Candidate> SuccessorAsync(Guid? personId = null)
    {
        var email = Mailbox.NewAddress();
        await NominateAsync(email, await HeldPlaceIdAsync()).OkAsync();
        return await AcceptNominationAsync(email, personId);
    }

    /// <summary>A successor who has submitted.</summary>
    public async Task<Candidate> SubmittedSuccessorAsync()
    {
        var successor = await SuccessorAsync();
        await successor.CompleteAsync();
        return successor;
    }

    /// <summary>The places that are or were held for employers.</summary>
    public Task<IReadOnlyList<JsonNode>> HeldPlacesAsync() => ProjectManager.ItemsAsync($"{Path}/held-places");

    public async Task<IEnumerable<string?>> HeldPlaceStatesAsync() => (await HeldPlacesAsync()).Select(place => place.Text("state"));

    /// <summary>The id of the first place that is held.</summary>
    public async Task<Guid> HeldPlaceIdAsync() => (await HeldPlacesAsync())[0].Id();

    public Task<HttpResponseMessage> ReleaseAsync(Guid successionId, string reason = "De groep begint morgen.") =>
        Manager.PostAsync($"{Path}/held-places/{successionId}/release", new { reason });

    public Task<HttpResponseMessage> WaiveAsync(Guid successionId, HttpClient? by = null) =>
        (by ?? Employer).PostAsync($"/intake/v1/successions/{successionId}/waiver");
}
