using Metropool.Intake.Agreements;

namespace Metropool.Intake.Tests;

/// <summary>The answers of an employer with an account.</summary>
public sealed class AgreementResponseTests(IntakeFixture intake)
{
    [Fact]
    public async Task An_employer_agrees_only_to_the_price_and_terms_that_it_read()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();
        var id = await candidate.AskedAsync();
        var read = await Candidate.GrantRequestAsync(scenario.Employer, id);

        await scenario.SetTermsAsync(25, 2_000_00);

        await candidate.GrantAsync(id, read).RefusedAsync(Conflict, "intake.terms-changed");
        await candidate.GrantAsync(id).OkAsync();
    }

    [Fact]
    public async Task An_employer_cannot_agree_without_a_price()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.ChangeAsync(edition => edition with { StatedPriceInCents = null });
        var candidate = await scenario.SubmittedAsync();
        var id = await candidate.AskedAsync();
        var read = await scenario.Employer.FetchAgreementAsync(id).OkAsync();
        Assert.Null(read.At("terms"));

        read["terms"] = new JsonObject { ["priceInCents"] = 0 };
        await candidate.GrantAsync(id, Candidate.GrantRequest(read)).RefusedAsync(Conflict, "intake.price-unknown");
    }

    [Fact]
    public async Task A_refusal_is_kept_with_its_reason_and_the_candidate_can_ask_again()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).ConfirmedAsync();
        var id = await candidate.AskedAsync();

        await candidate.RefuseAgreementAsync(id, "Te druk dit jaar: <b>nee</b>.").OkAsync();

        var read = await candidate.ReadAsync();
        Assert.Equal(
            ("refused", "Te druk dit jaar: <b>nee</b>.", "agreement"),
            (read.Text("agreement.status"), read.Text("agreement.reason"), read.Text("nextStep")));
        await candidate.GrantAsync(id).RefusedAsync(Conflict, "intake.agreement-not-open");
        Assert.NotEqual(id, await candidate.AgreedAsync());
        Assert.Equal([AgreementStatus.Refused, AgreementStatus.Granted], await candidate.AgreementStatusesAsync());
    }

    [Fact]
    public async Task R5_An_employer_contact_cannot_answer_for_their_own_application()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();
        var id = await candidate.AskedAsync();
        var self = intake.ClientFor(TestCaller.EmployerContact(candidate.PersonId, scenario.EmployerId));

        await candidate.GrantAsync(id, by: self).RefusedAsync(Forbidden, "intake.conflict-of-interest");
        await self.PostAsync($"/intake/v1/agreements/{id}/refusal", new { reason = "Nee." }).RefusedAsync(Forbidden, "intake.conflict-of-interest");
    }

    [Fact]
    public async Task Only_one_of_eight_answers_at_once_is_accepted()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();
        var id = await candidate.AskedAsync();
        var grant = await Candidate.GrantRequestAsync(scenario.Employer, id);

        var statuses = await Json.AtOnceAsync(8, index => index % 2 == 0 ? candidate.GrantAsync(id, grant) : candidate.RefuseAgreementAsync(id));

        Assert.Equal([OK, .. Enumerable.Repeat(Conflict, 7)], statuses);
        Assert.Single(await candidate.HistoryKindsAsync(), what => what is "agreementGranted" or "agreementRefused");
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
    public async Task An_invalid_agreement_is_refused(string field, string value, string code)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();
        var id = await candidate.AskedAsync();
        var grant = await Candidate.GrantRequestAsync(scenario.Employer, id);
        grant[field] = JsonNode.Parse(value);

        var problem = await candidate.GrantAsync(id, grant).RefusedAsync(BadRequest, code);

        Assert.StartsWith(field, Assert.Single(problem.Each("errors", "where").Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawn_request_cannot_be_read_or_answered()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.SubmittedAsync();
        var id = await candidate.AskedAsync();
        var grant = await Candidate.GrantRequestAsync(scenario.Employer, id);

        var read = await candidate.WithdrawRequestAsync().OkAsync();

        Assert.Equal("withdrawn", read.Text("agreement.status"));
        await candidate.GrantAsync(id, grant).RefusedAsync(NotFound, "intake.agreement-unknown");
        await candidate.WithdrawRequestAsync().RefusedAsync(Conflict, "intake.agreement-not-open");
    }
}
