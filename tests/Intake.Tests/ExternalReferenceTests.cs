namespace Metropool.Intake.Tests;

/// <summary>The ids and the reference by which an employer follows its candidate from the nomination to the participation.</summary>
public sealed class ExternalReferenceTests(IntakeFixture intake)
{
    [Fact]
    public async Task R46_A_nomination_shows_agreement_and_application_only_after_the_candidate_asks()
    {
        var (scenario, nomination, candidate) = await NominatedAsync();
        Assert.Equal((null, null, null), await IdsOfAsync(scenario, nomination));

        var agreement = await candidate.AskedAsync();

        Assert.Equal((agreement.ToString(), candidate.ApplicationId.ToString(), null), await IdsOfAsync(scenario, nomination));
        var read = await scenario.Employer.FetchAgreementAsync(agreement).OkAsync();
        Assert.Equal(
            (nomination, candidate.ApplicationId, "Z-2025/0042", null),
            (read.Id("nominationId"), read.Id("applicationId"), read.Text("externalReference"), read.Text("participationId")));
        await candidate.WithdrawRequestAsync().OkAsync();
        Assert.Equal((null, null, null), await IdsOfAsync(scenario, nomination));
    }

    [Fact]
    public async Task An_admission_links_agreement_nomination_and_participation()
    {
        var (scenario, nomination, candidate) = await AdmittedAsync();
        var admitted = await candidate.PublishedAsync(ApplicationChange.Admitted);
        var agreement = await candidate.AgreementIdAsync();
        var period = Assert.Single(admitted.Admission!.Employers);
        Assert.Equal(((Guid?)agreement, (Guid?)nomination, "Z-2025/0042"), (period.AgreementId, period.NominationId, period.ExternalReference));

        var participation = candidate.Participation(employers: [period]);
        await intake.HandledAsync(participation);

        Assert.Equal(
            (agreement.ToString(), candidate.ApplicationId.ToString(), participation.ParticipationId.ToString()),
            await IdsOfAsync(scenario, nomination));
        var listed = Assert.Single(await scenario.Employer.ItemsAsync($"/intake/v1/agreements?applicationStatus=admitted&editionId={scenario.EditionId}"));
        Assert.Equal(
            (agreement, participation.ParticipationId, "admitted", "Z-2025/0042", 1_000_00),
            (listed.Id(), listed.Id("participationId"), listed.Text("applicationStatus"), listed.Text("externalReference"), listed.Number("priceInCents")));
    }

    [Fact]
    public async Task R16_After_a_change_of_employer_the_former_employer_reads_its_nomination_without_ids()
    {
        var (scenario, nomination, candidate) = await AdmittedAsync();
        var first = (await candidate.PublishedAsync(ApplicationChange.Admitted)).Admission!.Employers[0];
        var participation = candidate.Participation(employers: [first]);
        await intake.HandledAsync(participation);

        await intake.HandledAsync(participation with
        {
            Version = 2,
            Employers =
            [
                first with { Until = new DateOnly(2025, 9, 11) },
                new EmployerPeriod { OrganisationId = Some.Id(), Name = "Andere gemeente", From = new DateOnly(2025, 9, 12) },
            ],
        });

        Assert.Equal((null, null, null), await IdsOfAsync(scenario, nomination));
        Assert.Equal("Z-2025/0042", (await scenario.Employer.FetchNominationAsync(nomination).OkAsync()).Text("externalReference"));
    }

    [Fact]
    public async Task An_agreement_can_replace_the_reference_and_lists_filter_by_it()
    {
        var (scenario, nomination, candidate) = await NominatedAsync();
        var agreement = await candidate.AskedAsync();
        Assert.Equal("KP-7 & co", (await candidate.GrantAsync(agreement, externalReference: " KP-7 & co ").OkAsync()).Text("externalReference"));

        Assert.Equal([agreement], await ListedAsync(scenario, "agreements?externalReference=KP-7%20%26%20co"));
        Assert.Empty(await ListedAsync(scenario, "agreements?externalReference=Z-2025%2F0042"));
        Assert.Empty(await ListedAsync(scenario, "agreements?externalReference=kp-7%20%26%20co"));
        Assert.Equal([nomination], await ListedAsync(scenario, "nominations?externalReference=Z-2025%2F0042"));
        // The programme manager puts it on the invoice.
        Assert.Equal("KP-7 & co", (await scenario.Manager.Get($"{candidate.Path}/invoice").OkAsync()).Text("externalReference"));
    }

    [Fact]
    public async Task A_refusal_can_contain_a_reference()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();
        var agreement = await candidate.AskedAsync();

        await candidate.RefuseAgreementAsync(agreement, "Geen budget.", "HR-9").OkAsync();

        Assert.Equal([agreement], await ListedAsync(scenario, "agreements?externalReference=HR-9&status=refused"));
    }

    [Fact]
    public async Task The_reference_is_hidden_from_candidate_team_and_other_employers()
    {
        var (scenario, _, candidate) = await AdmittedAsync();
        var another = intake.OrganisationClient(Some.Id());

        foreach (var path in (string[])[candidate.Path, $"{candidate.Path}/history", "/intake/v1/applications/mine"])
        {
            Assert.DoesNotContain("Z-2025", (await candidate.Client.Get(path).OkAsync()).ToJsonString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Z-2025", (await scenario.Dean.Get(candidate.Path).OkAsync()).ToJsonString(), StringComparison.Ordinal);
        foreach (var list in (string[])["agreements", "nominations"])
        {
            Assert.Empty(await another.ItemsAsync($"/intake/v1/{list}?externalReference=Z-2025%2F0042"));
        }

        // Candidates can download all data about them (GDPR, article 15).
        Assert.Contains("Z-2025", (await candidate.Client.Get("/intake/v1/personal-data").OkAsync()).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nomination_that_is_accepted_after_the_request_is_linked_to_the_agreement()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var candidate = await scenario.SubmittedAsync();
        var agreement = await candidate.AskedAsync();
        var nomination = (await scenario.NominateAsync(email, externalReference: "Z-1").OkAsync()).Id();

        await scenario.AcceptNominationAsync(email, candidate.PersonId);

        var read = await scenario.Employer.FetchAgreementAsync(agreement).OkAsync();
        Assert.Equal((nomination, "Z-1"), (read.Id("nominationId"), read.Text("externalReference")));
    }

    [Theory]
    [InlineData(false, "Z-2")]
    [InlineData(true, "KP-1")]
    public async Task The_reference_of_a_second_nomination_applies_unless_the_answer_contains_one(bool answered, string expected)
    {
        var (scenario, first, second) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress(), Mailbox.NewAddress());
        await scenario.SetTermsAsync(25, 1_000_00);
        var candidate = await scenario.SubmittedAsync();
        var agreement = await candidate.AskedAsync();
        await scenario.NominateAsync(first, externalReference: "Z-1").OkAsync();
        await scenario.AcceptNominationAsync(first, candidate.PersonId);
        if (answered)
        {
            await candidate.GrantAsync(agreement, externalReference: "KP-1").OkAsync();
        }

        var nomination = (await scenario.NominateAsync(second, externalReference: "Z-2").OkAsync()).Id();
        await scenario.AcceptNominationAsync(second, candidate.PersonId);

        var read = await scenario.Employer.FetchAgreementAsync(agreement).OkAsync();
        Assert.Equal((nomination, expected), (read.Id("nominationId"), read.Text("externalReference")));
    }

    [Fact]
    public async Task The_invoiced_price_is_the_price_at_admission()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.SetTermsAsync(25, 1_000_00);
        var candidate = await scenario.InterviewedAsync();
        await scenario.SetTermsAsync(25, 900_00);
        await candidate.DecideAsync(scenario.Manager, "admit").OkAsync();

        var read = await scenario.Employer.FetchAgreementAsync(await candidate.AgreementIdAsync()).OkAsync();

        Assert.Equal((1_000_00, 900_00), (read.Number("terms.priceInCents"), read.Number("termsAtAdmission.priceInCents")));
    }

    [Theory]
    [InlineData(101)]
    [InlineData(5000)]
    public async Task A_reference_that_is_too_long_is_refused(int length)
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.NominateAsync(Mailbox.NewAddress(), externalReference: new string('a', length)).RefusedAsync(BadRequest, "request.invalid");
    }

    private static async Task<(string? AgreementId, string? ApplicationId, string? ParticipationId)> IdsOfAsync(Scenario scenario, Guid nomination)
    {
        var read = await scenario.Employer.FetchNominationAsync(nomination).OkAsync();
        return (read.Text("agreementId"), read.Text("applicationId"), read.Text("participationId"));
    }

    private static async Task<IEnumerable<Guid>> ListedAsync(Scenario scenario, string list) =>
        (await scenario.Employer.ItemsAsync($"/intake/v1/{list}")).Ids();

    /// <summary>A candidate who accepted a nomination and submitted.</summary>
    private async Task<(Scenario Scenario, Guid Nomination, Candidate Candidate)> NominatedAsync()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        await scenario.SetTermsAsync(25, 1_000_00);
        var nomination = (await scenario.NominateAsync(email, externalReference: "Z-2025/0042").OkAsync()).Id();
        var candidate = await scenario.AcceptNominationAsync(email);
        await candidate.CompleteAsync();
        return (scenario, nomination, candidate);
    }

    private async Task<(Scenario Scenario, Guid Nomination, Candidate Candidate)> AdmittedAsync()
    {
        var (scenario, nomination, candidate) = await NominatedAsync();
        await candidate.InterviewAsync();
        await candidate.AgreedAsync();
        await candidate.DecideAsync(scenario.Manager, "admit").OkAsync();
        return (scenario, nomination, candidate);
    }
}
