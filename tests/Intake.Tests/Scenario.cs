namespace Metropool.Intake.Tests;

/// <summary>
/// An edition with its own team and employer, so that tests don't see each other's data. Other services' data comes as events, all else through the API.
/// </summary>
internal sealed partial class Scenario
{
    private Scenario(IntakeFixture intake, EditionChanged edition) => (Intake, Edition) = (intake, edition);

    public IntakeFixture Intake { get; }

    public EditionChanged Edition { get; private set; }

    public Guid EditionId => Edition.EditionId;

    public string Path => $"/intake/v1/editions/{EditionId}";

    /// <summary>The organisation with an account that employs the candidates.</summary>
    public Guid EmployerId { get; } = Some.Id();

    /// <summary>The API client of the employer.</summary>
    public HttpClient Employer => Intake.OrganisationClient(EmployerId);

    public HttpClient Dean => Intake.StaffClient(DeanId);

    public HttpClient Manager => Intake.StaffClient(ManagerId);

    public HttpClient ProjectManager => Intake.StaffClient(Member(TeamRole.ProjectManager).PersonId);

    public Guid DeanId => Member(TeamRole.Dean).PersonId;

    public Guid ManagerId => Member(TeamRole.ProgrammeManager).PersonId;

    public static async Task<Scenario> CreateAsync(
        IntakeFixture intake, int? capacity = null, IReadOnlyList<EditionTeamMember>? team = null, EditionStatus status = EditionStatus.Open)
    {
        var scenario = new Scenario(intake, Some.OpenEdition(team: team) with { Status = status });
        await Task.WhenAll(scenario.PublishAsync(scenario.Edition), intake.HandledAsync(Some.Organisation(scenario.EmployerId)));
        if (capacity is { } places)
        {
            await scenario.SetTermsAsync(places);
        }

        return scenario;
    }

    public EditionTeamMember Member(TeamRole role) => Edition.Team.First(member => member.Role == role);

    /// <summary>Publishes a new version of the edition.</summary>
    public Task ChangeAsync(Func<EditionChanged, EditionChanged> change)
    {
        Edition = change(Edition) with { Version = Edition.Version + 1 };
        return PublishAsync(Edition);
    }

    public Task CancelAsync() => ChangeAsync(edition => edition with { Status = EditionStatus.Cancelled });

    public Task<HttpResponseMessage> PutTermsAsync(
        int capacity,
        long? priceInCents = null,
        int? offerDays = null,
        int minimumGroup = 1,
        string? judgementMode = null,
        string? successorsUntil = null,
        bool announced = false) => Manager.PutAsync($"{Path}/terms", new
        {
            capacity,
            minimumGroup,
            priceInCents,
            offerDays,
            hotelIncluded = true,
            vat = "exempt",
            judgementMode,
            successorsUntil,
            announced,
            cancellation = new[] { new { untilDaysBeforeStart = 0, chargePercentage = 100 } },
        });

    public Task<JsonNode> SetTermsAsync(
        int capacity, long? priceInCents = null, int? offerDays = null, int minimumGroup = 1, string? judgementMode = null, string? successorsUntil = null) =>
        PutTermsAsync(capacity, priceInCents, offerDays, minimumGroup, judgementMode, successorsUntil).OkAsync();

    /// <summary>Makes the edition public before it opens.</summary>
    public Task AnnounceAsync() => PutTermsAsync(25, announced: true).OkAsync();

    public Task<JsonNode> TermsAsync() => Manager.Get($"{Path}/terms").OkAsync();

    public async Task<int> PlacesTakenAsync() => (await TermsAsync()).Number("placesTaken");

    public Task<IReadOnlyList<JsonNode>> WaitingListAsync() => ProjectManager.ItemsAsync($"{Path}/waiting-list");

    /// <summary>How many applications were removed, for each outcome.</summary>
    public async Task<IEnumerable<(string Outcome, int Count)>> RemovedApplicationsAsync() =>
        (await Manager.ItemsAsync($"{Path}/removed-applications")).Select(row => (row.Text("outcome")!, row.Number("count")));

    /// <summary>The applications of the edition that the programme manager sees, with a filter such as <c>&amp;status=rejected</c>.</summary>
    public Task<IReadOnlyList<JsonNode>> ListAsync(string filter = "", HttpClient? by = null) =>
        (by ?? Manager).ItemsAsync($"/intake/v1/applications?editionId={EditionId}{filter}");

    public Task<JsonNode> SearchAsync(object search) => Manager.PostAsync("/intake/v1/applications/searches", search).OkAsync();

    public Task<HttpResponseMessage> WithdrawNominationAsync(Guid id) => Employer.PostAsync($"/intake/v1/nominations/{id}/withdrawal");

    public Task<HttpResponseMessage> NominateAsync(string email, Guid? successionId = null, HttpClient? by = null, string? externalReference = null) =>
        (by ?? Employer).PostAsync("/intake/v1/nominations", new
        {
            editionId = EditionId,
            callName = "Voorgedragen",
            prefix = "de",
            surname = "Collega",
            function = "Beleidsadviseur",
            email,
            successionId,
            externalReference,
        });

    public Task<HttpResponseMessage> RegisterInterestAsync(string email) =>
        Intake.ClientFor(TestCaller.Anonymous).PostAsync($"{Path}/interests", new { email });

    /// <summary>Publishes a version of the edition, and waits until Intake has it.</summary>
    private async Task PublishAsync(EditionChanged state)
    {
        await Intake.PublishAsync(state);
        await Eventually.TrueAsync(
            () => Intake.InDatabase(async db => await db.Editions.FindAsync(state.EditionId) is { } edition && edition.Version >= state.Version),
            $"version {state.Version} of the edition is known");
    }
}
