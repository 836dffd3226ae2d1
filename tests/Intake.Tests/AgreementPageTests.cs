using System.Globalization;
using System.Text.RegularExpressions;

namespace Metropool.Intake.Tests;

/// <summary>The pages on which an employer without an account answers.</summary>
public sealed partial class AgreementPageTests(IntakeFixture intake)
{
    [Fact]
    public async Task An_employer_without_an_account_agrees_through_a_link_that_works_once()
    {
        var (candidate, link) = await AskedAsync();

        // Opening it changes nothing, because a mail scanner opens it as well.
        var page = await intake.OpenPageAsync(link);
        await intake.OpenPageAsync(link);
        Assert.Contains("Deelnemer van Voorbeeld", page, StringComparison.Ordinal);
        Assert.Contains("17.950,00", page, StringComparison.Ordinal);
        Assert.Equal("requested", await candidate.TextAsync("agreement.status"));

        await SendAsync(page, link, OK);
        var read = await candidate.ReadAsync();
        Assert.Equal(("granted", "A. Manager"), (read.Text("agreement.status"), read.Text("agreement.agreedByName")));
        Assert.Equal("1234 AB", (await candidate.Scenario.Manager.Get($"{candidate.Path}/invoice").OkAsync()).Text("postalCode"));

        await SendAsync(page, link, BadRequest);
        await intake.OpenPageAsync(link, BadRequest);
    }

    [Fact]
    public async Task Invalid_input_is_shown_again_as_text_with_a_message_for_each_field()
    {
        var (candidate, link) = await AskedAsync();

        var answer = await SendAsync(
            await intake.OpenPageAsync(link),
            link,
            BadRequest,
            ("Oin", "12345"), ("PostalCode", "AB 1234"), ("AgreesToPrice", ""), ("Recipient", "<script>alert(1)</script>"));

        Assert.All(["#Oin", "#PostalCode", "#AgreesToPrice"], field => Assert.Contains($"href=\"{field}\"", answer, StringComparison.Ordinal));
        Assert.DoesNotContain("href=\"#AgreesToTime\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer, StringComparison.Ordinal);
        Assert.Equal("requested", await candidate.TextAsync("agreement.status"));
    }

    [Fact]
    public async Task The_page_shows_and_applies_the_limits_of_the_API()
    {
        var (_, link) = await AskedAsync();
        var page = await intake.OpenPageAsync(link);
        var limits = MaxLength().Matches(page).ToDictionary(
            match => match.Groups["name"].Value, match => int.Parse(match.Groups["limit"].Value, CultureInfo.InvariantCulture));
        Assert.Equal(
            ["AddressLine", "AgreedByFunction", "AgreedByName", "CostCentre", "Place", "PurchaseOrderNumber", "Recipient"],
            limits.Keys.Order(StringComparer.Ordinal));

        foreach (var (name, limit) in limits)
        {
            Assert.Contains($"Hoogstens {limit} tekens.", page, StringComparison.Ordinal);
            foreach (var (length, isRefused) in new[] { (limit + 1, true), (limit, false) })
            {
                // Without consent to the price, nothing is stored.
                var answer = await SendAsync(page, link, BadRequest, (name, new string('x', length)), ("AgreesToPrice", ""));
                Assert.Equal(isRefused, answer.Contains($"href=\"#{name}\"", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task R9_A_price_that_changes_after_the_page_was_opened_is_shown_before_it_is_agreed_to()
    {
        var (candidate, link) = await AskedAsync();
        var page = await intake.OpenPageAsync(link);
        await candidate.Scenario.SetTermsAsync(25, 20_000_00);

        var shown = await SendAsync(page, link, BadRequest);
        Assert.Contains("20.000,00", shown, StringComparison.Ordinal);
        Assert.Equal("requested", await candidate.TextAsync("agreement.status"));

        await SendAsync(shown, link, OK);
        Assert.Equal(20_000_00, (await candidate.ReadAsync()).Number("agreement.terms.priceInCents"));
    }

    [Fact]
    public async Task An_employer_without_an_account_refuses_with_a_reason()
    {
        var (candidate, link) = await AskedAsync();
        var refusal = link.Replace("/agreement?", "/agreement/refusal?", StringComparison.Ordinal);
        await intake.OpenPageAsync(refusal);

        await intake.SendFormAsync("/intake/agreement/refusal", BadRequest, ("code", link.Code()), ("Reason", "\u200B"));
        await intake.SendFormAsync("/intake/agreement/refusal", OK, ("code", link.Code()), ("Reason", "Geen budget."));

        var read = await candidate.ReadAsync();
        Assert.Equal(("refused", "Geen budget."), (read.Text("agreement.status"), read.Text("agreement.reason")));
    }

    [Fact]
    public async Task Asking_again_invalidates_the_previous_link()
    {
        var (candidate, first) = await AskedAsync();
        var email = Mailbox.NewAddress();
        var id = await candidate.AgreementIdAsync();

        Assert.Equal(id, await candidate.AskedByMailAsync(email));

        await intake.OpenPageAsync(first, BadRequest);
        await intake.OpenPageAsync(await intake.LinkMailedAsync(email));
    }

    [Fact]
    public async Task Withdrawing_the_application_invalidates_the_link()
    {
        var (candidate, link) = await AskedAsync();
        var page = await intake.OpenPageAsync(link);

        await candidate.WithdrawAsync().OkAsync();

        await SendAsync(page, link, BadRequest);
        Assert.Equal("withdrawn", await candidate.TextAsync("agreement.status"));
    }

    [Fact]
    public async Task A_link_that_is_used_six_times_at_once_works_once()
    {
        var (candidate, link) = await AskedAsync();
        var page = await intake.OpenPageAsync(link);

        var statuses = await Json.AtOnceAsync(6, _ => intake.PostFormAsync("/intake/agreement", AgreementForm.Filled(page, link)));

        Assert.Equal([OK, .. Enumerable.Repeat(BadRequest, 5)], statuses);
        Assert.Equal("granted", await candidate.TextAsync("agreement.status"));
    }

    [Fact]
    public async Task The_number_of_mailed_links_is_limited()
    {
        var (candidate, _) = await AskedAsync();
        for (var i = 0; i < 4; i++)
        {
            await candidate.AskAsync(new { contactEmail = $"veel{i}@voorbeeldgemeente.example" }).OkAsync();
        }

        await candidate.AskAsync(new { contactEmail = "nogeen@voorbeeldgemeente.example" })
            .RefusedAsync(TooManyRequests, "intake.agreement-mailed-too-often");
    }

    [Fact]
    public async Task An_invalid_address_is_refused()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).SubmittedAsync();

        await candidate.AskAsync(new { contactEmail = "iemand@ergens" }).RefusedAsync(BadRequest, "request.invalid");
    }

    /// <summary>A candidate who asked an employer without an account, the address that was asked, and the mailed link.</summary>
    private async Task<(Candidate Candidate, string Link)> AskedAsync()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var candidate = await scenario.SubmittedByNameAsync();
        await candidate.AskAsync(new { contactName = "Mevrouw Voorbeeld", contactEmail = email }).OkAsync();
        return (candidate, await intake.LinkMailedAsync(email));
    }

    /// <summary>Submits the form filled in, with the hidden fields of the page.</summary>
    private Task<string> SendAsync(string page, string link, HttpStatusCode status, params (string Name, string Value)[] others) =>
        intake.SendFormAsync("/intake/agreement", status, AgreementForm.Filled(page, link, others));

    [GeneratedRegex("<input [^>]*name=\"(?<name>[^\"]+)\"[^>]*maxlength=\"(?<limit>[0-9]+)\"")]
    private static partial Regex MaxLength();
}
