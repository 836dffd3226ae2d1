using System.Net;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

/// <summary>How an employer follows its candidate from the nomination to the participation.</summary>
public sealed class ExternalReferenceTests(IntakeFixture intake)
{
    [Fact]
    public async Task R46_The_ids_of_what_a_nomination_led_to_are_shown_from_when_the_candidate_asks()
    {
        var (scene, nomination, candidate) = await NominatedAsync();
        Assert.Equal((null, null, null), await IdsOfAsync(scene, nomination));

        var agreement = await candidate.AskedAsync();

        Assert.Equal((agreement.ToString(), candidate.ApplicationId.ToString(), null), await IdsOfAsync(scene, nomination));
        var read = await scene.Employer.FetchAsync($"/intake/v1/agreements/{agreement}").OkAsync();
        Assert.Equal((nomination, candidate.ApplicationId, "Z-2025/0042", null), (read.Id("nominationId"), read.Id("applicationId"), read.Text("externalReference"), read.Text("participationId")));
        await candidate.Client.PostAsync($"{candidate.Path}/agreement-requests/withdrawal").OkAsync();
        Assert.Equal((null, null, null), await IdsOfAsync(scene, nomination));
    }

    [Fact]
    public async Task From_admission_on_agreement_nomination_and_participation_name_each_other_and_the_event_carries_it()
    {
        var (scene, nomination, candidate) = await AdmittedAsync();
        var admitted = await intake.Events.PublishedAsync<ParticipantAdmitted>(e => e.ApplicationId == candidate.ApplicationId);
        var agreement = (await candidate.ReadAsync()).Id("agreement.agreementId");
        var period = Assert.Single(admitted.Admission!.Employers);
        Assert.Equal(((Guid?)agreement, (Guid?)nomination, "Z-2025/0042"), (period.AgreementId, period.NominationId, period.ExternalReference));

        var participation = Participation(scene, candidate, period);
        await intake.HandledAsync(participation);

        Assert.Equal((agreement.ToString(), candidate.ApplicationId.ToString(), participation.ParticipationId.ToString()), await IdsOfAsync(scene, nomination));
        var listed = Assert.Single((await scene.Employer.FetchAsync($"/intake/v1/agreements?applicationStatus=admitted&editionId={scene.Edition.EditionId}").OkAsync()).At("items")!.AsArray())!;
        Assert.Equal(
            (agreement, participation.ParticipationId, "admitted", "Z-2025/0042", 1_000_00),
            (listed.Id(), listed.Id("participationId"), listed.Text("applicationStatus"), listed.Text("externalReference"), listed.Number("priceInCents")));
    }

    [Fact]
    public async Task R16_After_a_change_of_employer_the_former_one_keeps_its_nomination_and_the_ids_are_gone()
    {
        var (scene, nomination, candidate) = await AdmittedAsync();
        var first = (await intake.Events.PublishedAsync<ParticipantAdmitted>(e => e.ApplicationId == candidate.ApplicationId)).Admission!.Employers[0];
        var participation = Participation(scene, candidate, first);
        await intake.HandledAsync(participation);

        await intake.HandledAsync(participation with
        {
            Version = 2,
            Employers = [first with { Until = new DateOnly(2025, 9, 11) }, new EmployerPeriod { OrganisationId = Some.Id(), Name = "Andere gemeente", From = new DateOnly(2025, 9, 12) }],
        });

        Assert.Equal((null, null, null), await IdsOfAsync(scene, nomination));
        Assert.Equal("Z-2025/0042", (await scene.Employer.FetchAsync($"/intake/v1/nominations/{nomination}").OkAsync()).Text("externalReference"));
    }

    [Fact]
    public async Task The_answer_to_an_agreement_can_give_another_reference_and_the_lists_filter_by_it()
    {
        var (scene, nomination, candidate) = await NominatedAsync();
        var agreement = await candidate.AskedAsync();
        var body = await Candidate.GrantAsync(scene.Employer, agreement);
        body["externalReference"] = " KP-7 & co ";
        Assert.Equal("KP-7 & co", (await scene.Employer.PostAsync($"/intake/v1/agreements/{agreement}/grant", body).OkAsync()).Text("externalReference"));

        Assert.Equal([agreement], await ListedAsync(scene, "agreements?externalReference=KP-7%20%26%20co"));
        Assert.Empty(await ListedAsync(scene, "agreements?externalReference=Z-2025%2F0042"));
        Assert.Empty(await ListedAsync(scene, "agreements?externalReference=kp-7%20%26%20co"));
        Assert.Equal([nomination], await ListedAsync(scene, "nominations?externalReference=Z-2025%2F0042"));
        // It is the programme manager's to put on the invoice.
        Assert.Equal("KP-7 & co", (await scene.Manager.FetchAsync($"{candidate.Path}/invoice").OkAsync()).Text("externalReference"));
    }

    [Fact]
    public async Task A_refusal_can_give_a_reference_too()
    {
        var scene = await Scene.OpenAsync(intake);
        var agreement = await (await scene.SubmittedAsync()).AskedAsync();

        await scene.Employer.PostAsync($"/intake/v1/agreements/{agreement}/refusal", new { reason = "Geen budget.", externalReference = "HR-9" }).OkAsync();

        Assert.Equal([agreement], await ListedAsync(scene, "agreements?externalReference=HR-9&status=refused"));
    }

    [Fact]
    public async Task The_candidate_the_team_s_view_of_the_application_and_another_employer_do_not_see_the_reference()
    {
        var (scene, _, candidate) = await AdmittedAsync();
        var another = intake.ClientFor(TestCaller.OrganisationClient("another", Some.Id()));

        foreach (var path in (string[])[candidate.Path, $"{candidate.Path}/history", "/intake/v1/applications/mine"])
        {
            Assert.DoesNotContain("Z-2025", (await candidate.Client.FetchAsync(path).OkAsync()).ToJsonString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Z-2025", (await scene.Dean.FetchAsync(candidate.Path).OkAsync()).ToJsonString(), StringComparison.Ordinal);
        foreach (var list in (string[])["agreements", "nominations"])
        {
            Assert.Empty((await another.FetchAsync($"/intake/v1/{list}?externalReference=Z-2025%2F0042").OkAsync()).At("items")!.AsArray());
        }

        // What is held on a person is theirs to download (AVG, article 15).
        Assert.Contains("Z-2025", (await candidate.Client.FetchAsync("/intake/v1/personal-data").OkAsync()).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nomination_that_is_taken_up_after_the_candidate_asked_is_linked_to_what_was_asked()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());
        var candidate = await scene.SubmittedAsync();
        var agreement = await candidate.AskedAsync();
        var nomination = (await scene.NominateAsync(email, externalReference: "Z-1").OkAsync()).Id();

        await scene.TakeUpAsync(email, candidate.PersonId);

        var read = await scene.Employer.FetchAsync($"/intake/v1/agreements/{agreement}").OkAsync();
        Assert.Equal((nomination, "Z-1"), (read.Id("nominationId"), read.Text("externalReference")));
    }

    [Theory]
    [InlineData(false, "Z-2")]
    [InlineData(true, "KP-1")]
    public async Task Of_a_second_nomination_the_reference_counts_unless_an_answer_gave_one(bool answered, string expected)
    {
        var (scene, first, second) = (await Scene.OpenAsync(intake), Address(), Address());
        await scene.SetTermsAsync(25, 1_000_00);
        var candidate = await scene.SubmittedAsync();
        var agreement = await candidate.AskedAsync();
        await scene.NominateAsync(first, externalReference: "Z-1").OkAsync();
        await scene.TakeUpAsync(first, candidate.PersonId);
        if (answered)
        {
            var body = await Candidate.GrantAsync(scene.Employer, agreement);
            body["externalReference"] = "KP-1";
            await scene.Employer.PostAsync($"/intake/v1/agreements/{agreement}/grant", body).OkAsync();
        }

        var nomination = (await scene.NominateAsync(second, externalReference: "Z-2").OkAsync()).Id();
        await scene.TakeUpAsync(second, candidate.PersonId);

        var read = await scene.Employer.FetchAsync($"/intake/v1/agreements/{agreement}").OkAsync();
        Assert.Equal((nomination, expected), (read.Id("nominationId"), read.Text("externalReference")));
    }

    [Fact]
    public async Task The_price_to_be_invoiced_is_the_one_of_the_admission()
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.SetTermsAsync(25, 1_000_00);
        var candidate = await scene.InterviewedAsync();
        await scene.SetTermsAsync(25, 900_00);
        await candidate.DecideAsync(scene.Manager, "admit").OkAsync();

        var read = await scene.Employer.FetchAsync($"/intake/v1/agreements/{(await candidate.ReadAsync()).Id("agreement.agreementId")}").OkAsync();

        Assert.Equal((1_000_00, 900_00), (read.Number("terms.priceInCents"), read.Number("termsAtAdmission.priceInCents")));
    }

    [Theory]
    [InlineData(101)]
    [InlineData(5000)]
    public async Task A_reference_that_is_too_long_is_refused(int length)
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.NominateAsync(Address(), externalReference: new string('a', length)).RefusedAsync(HttpStatusCode.BadRequest, "request.invalid");
    }

    private static string Address() => $"{Guid.NewGuid():N}@voorbeeldgemeente.example";

    private static async Task<(string? AgreementId, string? ApplicationId, string? ParticipationId)> IdsOfAsync(Scene scene, Guid nomination)
    {
        var read = await scene.Employer.FetchAsync($"/intake/v1/nominations/{nomination}").OkAsync();
        return (read.Text("agreementId"), read.Text("applicationId"), read.Text("participationId"));
    }

    private static async Task<IEnumerable<Guid>> ListedAsync(Scene scene, string list) =>
        (await scene.Employer.FetchAsync($"/intake/v1/{list}").OkAsync()).At("items")!.AsArray().Select(item => item!.Id());

    private static ParticipantEnrolled Participation(Scene scene, Candidate candidate, EmployerPeriod employer) =>
        Some.Participation(scene.Edition.EditionId, candidate.PersonId, employers: [employer]) with { ApplicationId = candidate.ApplicationId, Status = ParticipationStatus.Placed };

    /// <summary>A candidate who took a nomination up and submitted.</summary>
    private async Task<(Scene Scene, Guid Nomination, Candidate Candidate)> NominatedAsync()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());
        await scene.SetTermsAsync(25, 1_000_00);
        var nomination = (await scene.NominateAsync(email, externalReference: "Z-2025/0042").OkAsync()).Id();
        var candidate = await scene.TakeUpAsync(email);
        var draft = Candidate.Complete(scene.Edition.EditionId, scene.EmployerId);
        draft.Remove("editionId");
        await candidate.Client.PutAsync(candidate.Path, draft).OkAsync();
        await candidate.SubmitAsync().OkAsync();
        return (scene, nomination, candidate);
    }

    private async Task<(Scene Scene, Guid Nomination, Candidate Candidate)> AdmittedAsync()
    {
        var (scene, nomination, candidate) = await NominatedAsync();
        await candidate.BookAsync();
        await candidate.HeldAsync(scene.Dean).OkAsync();
        await candidate.JudgeAsync(scene.Manager).OkAsync();
        await candidate.ConfirmAsync(scene.Dean).OkAsync();
        await candidate.AgreedAsync();
        Assert.Equal("admitted", (await candidate.DecideAsync(scene.Manager, "admit").OkAsync()).Text("status"));
        return (scene, nomination, candidate);
    }
}
