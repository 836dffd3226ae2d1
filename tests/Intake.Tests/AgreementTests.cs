using System.Net;
using System.Text.Json.Nodes;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Agreements;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Intake.Tests;

/// <summary>What an employer is asked, and what it answers through the API.</summary>
public sealed class AgreementTests(IntakeFixture intake)
{
    [Fact]
    public async Task There_is_no_admission_without_the_agreement_of_the_employer()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.NotAgreedAsync();
        await Admit(candidate).RefusedAsync(HttpStatusCode.Conflict, "intake.employer-agreement-missing");

        var id = await candidate.AskedAsync();
        await Admit(candidate).RefusedAsync(HttpStatusCode.Conflict, "intake.employer-agreement-missing");

        await GrantAsync(candidate, id).OkAsync();
        Assert.Equal("admitted", (await Admit(candidate).OkAsync()).Text("status"));
    }

    [Fact]
    public async Task Without_agreement_a_candidate_is_wait_listed_or_rejected_all_the_same()
    {
        var scene = await Scene.OpenAsync(intake);
        var (waiting, rejected) = (await scene.NotAgreedAsync(), await scene.NotAgreedAsync());

        Assert.Equal("waitListed", (await waiting.DecideAsync(scene.Dean, "waitList").OkAsync()).Text("status"));
        Assert.Equal("rejected", (await rejected.DecideAsync(scene.Dean, "reject").OkAsync()).Text("status"));
        await Admit(waiting).RefusedAsync(HttpStatusCode.Conflict, "intake.employer-agreement-missing");
    }

    [Fact]
    public async Task R9_Nobody_is_admitted_at_a_higher_price_than_the_employer_agreed_to()
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.SetTermsAsync(25, 1_000_00);
        var candidate = await scene.InterviewedAsync();
        await candidate.AskAsync().RefusedAsync(HttpStatusCode.Conflict, "intake.agreement-granted");

        await scene.SetTermsAsync(25, 1_000_01);
        await Admit(candidate).RefusedAsync(HttpStatusCode.Conflict, "intake.employer-agreement-outdated");

        // Asked anew, the employer agrees to the new price; both answers are kept.
        await candidate.AgreedAsync();
        var admitted = await Admit(candidate).OkAsync();
        Assert.Equal(1_000_01, admitted.Number("application.terms.priceInCents"));
        Assert.Equal(["Withdrawn", "Granted"], await StatusesAsync(candidate));
    }

    [Fact]
    public async Task R9_At_a_lower_price_the_agreement_holds()
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.SetTermsAsync(25, 1_000_00);
        var candidate = await scene.InterviewedAsync();

        await scene.SetTermsAsync(25, 900_00);

        Assert.Equal(900_00, (await Admit(candidate).OkAsync()).Number("application.terms.priceInCents"));
        Assert.Equal(1_000_00, (await candidate.ReadAsync()).Number("agreement.terms.priceInCents"));
    }

    [Fact]
    public async Task An_employer_agrees_to_the_price_and_the_terms_that_it_read_and_to_no_others()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();
        var id = await candidate.AskedAsync();
        var read = await Candidate.GrantAsync(scene.Employer, id);

        await scene.SetTermsAsync(25, 2_000_00);

        await scene.Employer.PostAsync($"/intake/v1/agreements/{id}/grant", read).RefusedAsync(HttpStatusCode.Conflict, "intake.terms-changed");
        await GrantAsync(candidate, id).OkAsync();
    }

    [Fact]
    public async Task Without_a_price_nobody_agrees()
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.ChangeAsync(edition => edition with { StatedPriceInCents = null });
        var candidate = await scene.SubmittedAsync();
        var id = await candidate.AskedAsync();
        var read = await scene.Employer.FetchAsync($"/intake/v1/agreements/{id}").OkAsync();
        Assert.Null(read.At("terms"));

        read["terms"] = new JsonObject { ["priceInCents"] = 0 };
        await scene.Employer.PostAsync($"/intake/v1/agreements/{id}/grant", Candidate.Grant(read)).RefusedAsync(HttpStatusCode.Conflict, "intake.price-unknown");
    }

    [Fact]
    public async Task R46_An_employer_sees_nothing_before_the_candidate_asks_and_then_status_dates_and_what_it_agrees_to()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.NotAgreedAsync();
        Assert.Empty((await scene.Employer.FetchAsync("/intake/v1/agreements").OkAsync()).At("items")!.AsArray());

        var id = await candidate.AskedAsync();
        await candidate.DecideAsync(scene.Dean, "waitList", "Een reden.").OkAsync();

        var shown = await scene.Employer.FetchAsync($"/intake/v1/agreements/{id}").OkAsync();
        Assert.Equal(
            ["applicationId", "applicationStatus", "askedAt", "candidate", "decidedAt", "editionId", "editionName", "employer", "endsOn", "expiresAt", "externalReference", "id", "interviewHeldAt", "invoice", "nominationId", "participationId", "reason", "settledAt", "startsOn", "status", "submittedAt", "terms", "termsAtAdmission", "termsVersion", "time"],
            shown.AsObject().Select(field => field.Key).Order());
        Assert.Equal(("Deelnemer van Voorbeeld", "waitListed", 1, 4), (shown.Text("candidate"), shown.Text("applicationStatus"), shown.Number("time.studyDaysAWeek"), shown.Number("time.internshipWeeks")));
        string[] hidden = ["Een reden.", "Een volgende stap.", "Tien jaar ervaring.", "Wonen in een stad", "Bestuurskundige theorie", "Beter onderhandelen", "Past bij wat"];
        Assert.All(hidden, text => Assert.DoesNotContain(text, shown.ToJsonString(), StringComparison.Ordinal));
        var listed = Assert.Single((await scene.Employer.FetchAsync("/intake/v1/agreements?status=asked").OkAsync()).At("items")!.AsArray())!;
        Assert.Equal((id, "asked"), (listed.Id(), listed.Text("status")));
        Assert.Empty((await scene.Employer.FetchAsync("/intake/v1/agreements?status=granted").OkAsync()).At("items")!.AsArray());
    }

    [Fact]
    public async Task R16_After_a_change_of_employer_the_former_one_sees_nothing_and_its_agreement_counts_no_more()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.NotAgreedAsync();
        var id = await candidate.AgreedAsync();
        Assert.Equal("decision", (await candidate.ReadAsync()).Text("awaits"));

        await candidate.Client.PostAsync($"{candidate.Path}/employers", new { name = "Andere gemeente", from = "2025-09-01" }).OkAsync();

        await scene.Employer.FetchAsync($"/intake/v1/agreements/{id}").RefusedAsync(HttpStatusCode.NotFound, "intake.agreement-unknown");
        Assert.Empty((await scene.Employer.FetchAsync("/intake/v1/agreements").OkAsync()).At("items")!.AsArray());
        Assert.Equal("agreement", (await candidate.ReadAsync()).Text("awaits"));
        await Admit(candidate).RefusedAsync(HttpStatusCode.Conflict, "intake.employer-agreement-missing");
        await candidate.AskAsync().RefusedAsync(HttpStatusCode.BadRequest, "intake.agreement-unreachable");
    }

    [Fact]
    public async Task R16_After_a_participant_has_changed_employers_the_former_one_reads_its_agreement_no_more()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.AdmittedAsync();
        var id = (await candidate.ReadAsync()).Id("agreement.agreementId");
        var first = new EmployerPeriod { OrganisationId = scene.EmployerId, Name = "Voorbeeldgemeente", From = new DateOnly(2019, 4, 1) };
        var participation = Some.Participation(scene.Edition.EditionId, candidate.PersonId, employers: [first]) with { ApplicationId = candidate.ApplicationId, Status = ParticipationStatus.Placed };
        await intake.HandledAsync(participation);
        await scene.Employer.FetchAsync($"/intake/v1/agreements/{id}").OkAsync();
        // Not before the day.
        await MovedToAsync(2, new DateOnly(2025, 9, 13));
        await scene.Employer.FetchAsync($"/intake/v1/agreements/{id}").OkAsync();

        await MovedToAsync(3, new DateOnly(2025, 9, 12));

        await scene.Employer.FetchAsync($"/intake/v1/agreements/{id}").RefusedAsync(HttpStatusCode.NotFound, "intake.agreement-unknown");
        await intake.HandledAsync(participation with { Version = 4, Employers = [first with { Until = new DateOnly(2025, 9, 11) }] });
        await scene.Employer.FetchAsync($"/intake/v1/agreements/{id}").RefusedAsync(HttpStatusCode.NotFound, "intake.agreement-unknown");

        Task MovedToAsync(long version, DateOnly day) => intake.HandledAsync(participation with
        {
            Version = version,
            Employers = [first with { Until = day.AddDays(-1) }, new EmployerPeriod { OrganisationId = Some.Id(), Name = "Andere gemeente", From = day }],
        });
    }

    [Fact]
    public async Task An_answer_changes_nothing_of_a_judgement_that_awaits_its_confirmation()
    {
        var candidate = await (await Scene.OpenAsync(intake)).JudgedAsync();

        await candidate.AgreedAsync();

        Assert.Equal("confirmation", (await candidate.ReadAsync()).Text("awaits"));
    }

    [Fact]
    public async Task Nobody_has_the_contacts_of_an_employer_told_again_and_again()
    {
        var candidate = await (await Scene.OpenAsync(intake)).SubmittedAsync();
        for (var i = 0; i < 5; i++)
        {
            await candidate.AskAsync().OkAsync();
        }

        await candidate.AskAsync().RefusedAsync(HttpStatusCode.TooManyRequests, "intake.agreement-mailed-too-often");
    }

    [Fact]
    public async Task A_question_that_is_refused_does_not_count_as_one_that_was_mailed()
    {
        var candidate = await (await Scene.OpenAsync(intake)).DraftAsync();
        for (var i = 0; i < 6; i++)
        {
            await candidate.AskAsync().RefusedAsync(HttpStatusCode.Conflict, "intake.agreement-not-askable");
        }

        await candidate.SubmitAsync().OkAsync();
        await candidate.AskAsync().OkAsync();
    }

    [Fact]
    public async Task An_employer_with_an_account_is_told_that_it_is_asked_and_not_about_whom()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();

        await candidate.AskedAsync();

        var told = await intake.Events.PublishedAsync<EmployerNotified>(e => e.OrganisationId == scene.EmployerId);
        Assert.Equal(28, told.UsefulDays);
        Assert.Contains("10 oktober 2025", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Voorbeeld", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_kept_with_its_reason_and_the_candidate_asks_anew()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.NotAgreedAsync();
        var id = await candidate.AskedAsync();

        await RefuseAsync(candidate, id, "Te druk dit jaar: <b>nee</b>.").OkAsync();

        var read = await candidate.ReadAsync();
        Assert.Equal(("refused", "Te druk dit jaar: <b>nee</b>.", "agreement"), (read.Text("agreement.status"), read.Text("agreement.reason"), read.Text("awaits")));
        await GrantAsync(candidate, id).RefusedAsync(HttpStatusCode.Conflict, "intake.agreement-not-open");
        Assert.NotEqual(id, await candidate.AgreedAsync());
        Assert.Equal(["Refused", "Granted"], await StatusesAsync(candidate));
    }

    [Fact]
    public async Task What_the_candidate_takes_back_is_answered_by_nobody_and_not_there_any_more()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();
        var id = await candidate.AskedAsync();
        var grant = await Candidate.GrantAsync(scene.Employer, id);

        var read = await candidate.Client.PostAsync($"{candidate.Path}/agreement-requests/withdrawal").OkAsync();

        Assert.Equal("withdrawn", read.Text("agreement.status"));
        await scene.Employer.PostAsync($"/intake/v1/agreements/{id}/grant", grant).RefusedAsync(HttpStatusCode.NotFound, "intake.agreement-unknown");
        await candidate.Client.PostAsync($"{candidate.Path}/agreement-requests/withdrawal").RefusedAsync(HttpStatusCode.Conflict, "intake.agreement-not-open");
    }

    [Theory]
    [InlineData("withdrawn")]
    [InlineData("rejected")]
    public async Task Of_an_application_that_is_over_nothing_is_asked_any_more(string how)
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.NotAgreedAsync();
        await candidate.AskedAsync();

        await (how == "withdrawn" ? candidate.WithdrawAsync() : candidate.DecideAsync(scene.Dean, "reject")).OkAsync();

        Assert.Equal("withdrawn", (await candidate.ReadAsync()).Text("agreement.status"));
        await candidate.AskAsync().RefusedAsync(HttpStatusCode.Conflict, "intake.agreement-not-askable");
    }

    [Fact]
    public async Task A_draft_asks_nobody()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.DraftAsync();

        await candidate.AskAsync().RefusedAsync(HttpStatusCode.Conflict, "intake.agreement-not-askable");
    }

    [Fact]
    public async Task Nobody_answers_for_the_employer_on_their_own_application()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();
        var id = await candidate.AskedAsync();
        var self = intake.ClientFor(TestCaller.EmployerContact(candidate.PersonId, scene.EmployerId));

        await self.PostAsync($"/intake/v1/agreements/{id}/grant", await Candidate.GrantAsync(self, id)).RefusedAsync(HttpStatusCode.Forbidden, "intake.own-agreement");
        await self.PostAsync($"/intake/v1/agreements/{id}/refusal", new { reason = "Nee." }).RefusedAsync(HttpStatusCode.Forbidden, "intake.own-agreement");
    }

    [Fact]
    public async Task Of_eight_answers_at_once_one_counts()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();
        var id = await candidate.AskedAsync();
        var grant = await Candidate.GrantAsync(scene.Employer, id);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(() => index % 2 == 0
            ? scene.Employer.PostAsync($"/intake/v1/agreements/{id}/grant", grant)
            : RefuseAsync(candidate, id, "Nee."))));

        Assert.Equal([HttpStatusCode.OK, .. Enumerable.Repeat(HttpStatusCode.Conflict, 7)], answers.Select(answer => answer.StatusCode).Order());
        Assert.Single((await candidate.Client.FetchAsync($"{candidate.Path}/history").OkAsync()).Each("items", "what"), what => what is "agreementGranted" or "agreementRefused");
    }

    [Theory]
    [InlineData("oin", "\"0000000123456789000\"", "request.invalid")]
    [InlineData("oin", "\"0000000123456789000A\"", "request.invalid")]
    [InlineData("oin", "null", "intake.agreement-incomplete")]
    [InlineData("oin", "\" \"", "intake.agreement-incomplete")]
    [InlineData("oin", "\"\\u200b\"", "intake.agreement-incomplete")]
    [InlineData("agreedByName", "\"Ga naar evil.nl/prijs\"", "request.invalid")]
    [InlineData("kvkNumber", "\"1234567\"", "request.invalid")]
    [InlineData("kvkNumber", "\"١٢٣٤٥٦٧٨\"", "request.invalid")]
    [InlineData("costCentre", "\"een\\nregel\"", "request.invalid")]
    [InlineData("invoiceAddress", """{"recipient":"A","addressLine":"B 1","postalCode":"1234SA","place":"C"}""", "request.invalid")]
    [InlineData("oin", "\"00000001123456789000\"", "request.invalid")]
    [InlineData("agreedByName", "\"Zie www.example.com\"", "request.invalid")]
    [InlineData("invoiceAddress", """{"recipient":" ","addressLine":"B 1","postalCode":"1234 AB","place":"C"}""", "request.invalid")]
    [InlineData("invoiceAddress", "null", "request.invalid")]
    [InlineData("agreedByName", "\"\"", "request.invalid")]
    [InlineData("agreesToTime", "false", "intake.agreement-incomplete")]
    [InlineData("agreesToPrice", "false", "intake.agreement-incomplete")]
    [InlineData("discount", "1", "request.invalid")]
    public async Task What_is_no_agreement_is_refused(string field, string value, string code)
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();
        var id = await candidate.AskedAsync();
        var grant = await Candidate.GrantAsync(scene.Employer, id);
        grant[field] = JsonNode.Parse(value);

        var problem = await scene.Employer.PostAsync($"/intake/v1/agreements/{id}/grant", grant).RefusedAsync(HttpStatusCode.BadRequest, code);

        Assert.StartsWith(field, Assert.Single(problem.Each("errors", "where").Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_to_send_the_invoice_the_programme_manager_reads_and_no_detail_shows()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();
        await scene.Manager.FetchAsync($"{candidate.Path}/invoice").RefusedAsync(HttpStatusCode.NotFound, "intake.agreement-unknown");

        await candidate.AgreedAsync();

        var invoice = await scene.Manager.FetchAsync($"{candidate.Path}/invoice").OkAsync();
        Assert.Equal(("00000099234567890000", "KP-1234", "1234 AB", "A. Manager"), (invoice.Text("oin"), invoice.Text("costCentre"), invoice.Text("postalCode"), invoice.Text("agreedByName")));
        Assert.DoesNotContain("00000099234567890000", (await candidate.ReadAsync()).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_answers_in_time_expires_by_programme_time_and_is_asked_anew()
    {
        var scene = await Scene.OpenAsync(intake);
        var (late, early) = (await scene.SubmittedAsync(), await scene.SubmittedAsync());
        var (id, other) = (await late.AskedAsync(), await early.AskedAsync());
        var grant = await Candidate.GrantAsync(scene.Employer, id);
        await intake.InDatabase<IntakeDbContext, int>(db => db.Agreements.Where(a => a.Id == id).ExecuteUpdateAsync(set => set.SetProperty(a => a.ExpiresAt, IntakeFixture.Now), TestContext.Current.CancellationToken));
        await scene.Employer.PostAsync($"/intake/v1/agreements/{id}/grant", grant).RefusedAsync(HttpStatusCode.Conflict, "intake.agreement-not-open");

        await PassAsync();
        await PassAsync();

        Assert.Equal("expired", (await late.ReadAsync()).Text("agreement.status"));
        Assert.Equal("asked", (await early.ReadAsync()).Text("agreement.status"));
        Assert.Single((await late.Client.FetchAsync($"{late.Path}/history").OkAsync()).Each("items", "what"), "agreementExpired");
        await intake.Events.PublishedAsync<CandidateNotified>(e => e.PersonId == late.PersonId && e.Subject.Contains("niet geantwoord", StringComparison.Ordinal));
        await late.AgreedAsync();
        await GrantAsync(early, other).OkAsync();
    }

    private Task<int> PassAsync() => intake.InScope(services => services.GetRequiredService<AgreementExpiry>().RunOnceAsync(TestContext.Current.CancellationToken));

    private static Task<HttpResponseMessage> Admit(Candidate candidate) => candidate.DecideAsync(candidate.Scene.Dean, "admit");

    private static async Task<HttpResponseMessage> GrantAsync(Candidate candidate, Guid id) =>
        await candidate.Scene.Employer.PostAsync($"/intake/v1/agreements/{id}/grant", await Candidate.GrantAsync(candidate.Scene.Employer, id));

    private static Task<HttpResponseMessage> RefuseAsync(Candidate candidate, Guid id, string reason) => candidate.Scene.Employer.PostAsync($"/intake/v1/agreements/{id}/refusal", new { reason });

    private Task<List<string>> StatusesAsync(Candidate candidate) => intake.InDatabase<IntakeDbContext, List<string>>(async db =>
        [.. (await db.Agreements.Where(a => a.ApplicationId == candidate.ApplicationId).OrderBy(a => a.Number).Select(a => a.Status).ToListAsync(TestContext.Current.CancellationToken)).Select(status => status.ToString())]);
}
