using System.Net;
using System.Text.RegularExpressions;
using Metropool.Mail;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>The mailed link with which an employer without an account answers.</summary>
public sealed partial class AgreementPageTests(IntakeFixture intake)
{
    private HttpClient Browser => intake.PlainClientFor(TestCaller.Anonymous);

    [Fact]
    public async Task An_employer_without_an_account_reads_and_agrees_with_a_link_that_works_once()
    {
        var candidate = await AskingAsync("links@voorbeeldgemeente.example");
        var link = await LinkAsync("links@voorbeeldgemeente.example");

        // A mail scanner opens it as well: that changes nothing.
        var page = await OpenAsync(link);
        await OpenAsync(link);
        Assert.Contains("Deelnemer van Voorbeeld", page, StringComparison.Ordinal);
        Assert.Contains("17.950,00", page, StringComparison.Ordinal);
        Assert.Equal("asked", (await candidate.ReadAsync()).Text("agreement.status"));

        await SendAsync(page, link, HttpStatusCode.OK);
        var read = await candidate.ReadAsync();
        Assert.Equal(("granted", "A. Manager"), (read.Text("agreement.status"), read.Text("agreement.agreedByName")));
        Assert.Equal("1234 AB", (await candidate.Scene.Manager.FetchAsync($"{candidate.Path}/invoice").OkAsync()).Text("postalCode"));

        await SendAsync(page, link, HttpStatusCode.BadRequest);
        using var again = await Browser.FetchAsync(link);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Fact]
    public async Task What_is_filled_in_wrongly_is_shown_again_as_text_with_words_for_each_field()
    {
        var candidate = await AskingAsync("fout@voorbeeldgemeente.example");
        var link = await LinkAsync("fout@voorbeeldgemeente.example");

        var answer = await SendAsync(await OpenAsync(link), link, HttpStatusCode.BadRequest, ("Oin", "12345"), ("PostalCode", "AB 1234"), ("AgreesToPrice", ""), ("Recipient", "<script>alert(1)</script>"));

        Assert.All(["#Oin", "#PostalCode", "#AgreesToPrice"], field => Assert.Contains($"href=\"{field}\"", answer, StringComparison.Ordinal));
        Assert.DoesNotContain("href=\"#AgreesToTime\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer, StringComparison.Ordinal);
        Assert.Equal("asked", (await candidate.ReadAsync()).Text("agreement.status"));
    }

    [Fact]
    public async Task The_page_says_the_limits_of_the_API_and_holds_to_them()
    {
        await AskingAsync("lang@voorbeeldgemeente.example");
        var link = await LinkAsync("lang@voorbeeldgemeente.example");
        var page = await OpenAsync(link);
        var limits = MaxLength().Matches(page).ToDictionary(match => match.Groups["name"].Value, match => int.Parse(match.Groups["limit"].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(["AddressLine", "AgreedByFunction", "AgreedByName", "CostCentre", "Place", "PurchaseOrderNumber", "Recipient"], limits.Keys.Order(StringComparer.Ordinal));

        foreach (var (name, limit) in limits)
        {
            Assert.Contains($"Hoogstens {limit} tekens.", page, StringComparison.Ordinal);
            foreach (var (length, isRefused) in new[] { (limit + 1, true), (limit, false) })
            {
                // The price isn't agreed to, so that nothing is done.
                var answer = await SendAsync(page, link, HttpStatusCode.BadRequest, (name, new string('x', length)), ("AgreesToPrice", ""));
                Assert.Equal(isRefused, answer.Contains($"href=\"#{name}\"", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task R9_A_price_that_changes_while_somebody_reads_is_shown_before_it_is_agreed_to()
    {
        var candidate = await AskingAsync("prijs@voorbeeldgemeente.example");
        var link = await LinkAsync("prijs@voorbeeldgemeente.example");
        var page = await OpenAsync(link);
        await candidate.Scene.SetTermsAsync(25, 20_000_00);

        var shown = await SendAsync(page, link, HttpStatusCode.BadRequest);
        Assert.Contains("20.000,00", shown, StringComparison.Ordinal);
        Assert.Equal("asked", (await candidate.ReadAsync()).Text("agreement.status"));

        await SendAsync(shown, link, HttpStatusCode.OK);
        Assert.Equal(20_000_00, (await candidate.ReadAsync()).Number("agreement.terms.priceInCents"));
    }

    [Fact]
    public async Task An_employer_without_an_account_refuses_with_a_reason()
    {
        var candidate = await AskingAsync("nee@voorbeeldgemeente.example");
        var link = await LinkAsync("nee@voorbeeldgemeente.example");
        var refusal = link.Replace("/agreement?", "/agreement/refusal?", StringComparison.Ordinal);
        await OpenAsync(refusal);

        using var empty = await PostAsync("/intake/agreement/refusal", ("code", CodeOf(link)), ("Reason", "\u200B"));
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        using var refused = await PostAsync("/intake/agreement/refusal", ("code", CodeOf(link)), ("Reason", "Geen budget."));
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);

        var read = await candidate.ReadAsync();
        Assert.Equal(("refused", "Geen budget."), (read.Text("agreement.status"), read.Text("agreement.reason")));
    }

    [Fact]
    public async Task Asked_once_more_the_link_before_is_dead()
    {
        var candidate = await AskingAsync("eerst@voorbeeldgemeente.example");
        var first = await LinkAsync("eerst@voorbeeldgemeente.example");
        var id = (await candidate.ReadAsync()).Id("agreement.agreementId");

        Assert.Equal(id, await candidate.AskedAsync(new { contactEmail = "dan@voorbeeldgemeente.example" }));

        using var dead = await Browser.FetchAsync(first);
        Assert.Equal(HttpStatusCode.BadRequest, dead.StatusCode);
        await OpenAsync(await LinkAsync("dan@voorbeeldgemeente.example"));
    }

    [Fact]
    public async Task After_a_withdrawal_the_link_is_dead()
    {
        var candidate = await AskingAsync("weg@voorbeeldgemeente.example");
        var link = await LinkAsync("weg@voorbeeldgemeente.example");
        var page = await OpenAsync(link);

        await candidate.WithdrawAsync().OkAsync();

        await SendAsync(page, link, HttpStatusCode.BadRequest);
        Assert.Equal("withdrawn", (await candidate.ReadAsync()).Text("agreement.status"));
    }

    [Fact]
    public async Task Of_two_who_send_the_same_link_at_once_one_answers()
    {
        var candidate = await AskingAsync("samen@voorbeeldgemeente.example");
        var link = await LinkAsync("samen@voorbeeldgemeente.example");
        var page = await OpenAsync(link);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => PostAsync("/intake/agreement", Filled(page, link)))));

        Assert.Equal([HttpStatusCode.OK, .. Enumerable.Repeat(HttpStatusCode.BadRequest, 5)], answers.Select(answer => answer.StatusCode).Order());
        Assert.Equal("granted", (await candidate.ReadAsync()).Text("agreement.status"));
    }

    [Fact]
    public async Task Nobody_has_many_links_mailed()
    {
        var candidate = await AskingAsync("veel@voorbeeldgemeente.example");
        for (var i = 0; i < 4; i++)
        {
            await candidate.AskAsync(new { contactEmail = $"veel{i}@voorbeeldgemeente.example" }).OkAsync();
        }

        await candidate.AskAsync(new { contactEmail = "nogeen@voorbeeldgemeente.example" }).RefusedAsync(HttpStatusCode.TooManyRequests, "intake.agreement-mailed-too-often");
    }

    [Fact]
    public async Task The_address_is_an_address()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();

        await candidate.AskAsync(new { contactEmail = "iemand@ergens" }).RefusedAsync(HttpStatusCode.BadRequest, "request.invalid");
    }

    /// <summary>A candidate whose employer has no account here, and who asked it.</summary>
    private async Task<Candidate> AskingAsync(string email)
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.ChangeAsync(edition => edition with { StatedPriceInCents = 17_950_00 });
        var candidate = await scene.DraftAsync(Candidate.Complete(scene.Edition.EditionId));
        await candidate.SubmitAsync().OkAsync();
        await candidate.AskAsync(new { contactName = "Mevrouw Voorbeeld", contactEmail = email }).OkAsync();
        return candidate;
    }

    // There is no mail server: what is sent waits in the database.
    private async Task<string> LinkAsync(string email)
    {
        var text = await intake.InDatabase<IntakeDbContext, string>(async db =>
            (await db.Set<OutgoingMail>().Where(mail => mail.Recipient == email).Select(mail => mail.Text).SingleAsync(TestContext.Current.CancellationToken))!);
        return new Uri(Link().Match(text).Value).PathAndQuery;
    }

    private async Task<string> OpenAsync(string path)
    {
        using var answer = await Browser.FetchAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Fills the form in and sends it, with what the page hides in it.</summary>
    private async Task<string> SendAsync(string page, string link, HttpStatusCode status, params (string Name, string Value)[] other)
    {
        using var answer = await PostAsync("/intake/agreement", Filled(page, link, other));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, text);
        return text;
    }

    private static (string Name, string Value)[] Filled(string page, string link, params (string Name, string Value)[] other)
    {
        (string Name, string Value)[] filled =
        [
            ("code", CodeOf(link)), ("PriceInCents", Hidden("PriceInCents")), ("TermsVersion", Hidden("TermsVersion")),
            ("Oin", ""), ("KvkNumber", "1234 5678"), ("Recipient", "Crediteuren"), ("AddressLine", "Plein 1"), ("PostalCode", "1234ab"), ("Place", "Voorbeeldstad"),
            ("AgreedByName", "A. Manager"), ("AgreedByFunction", "Afdelingshoofd"), ("AgreesToTime", "ja"), ("AgreesToPrice", "ja"),
        ];
        return [.. filled.Where(field => other.All(another => another.Name != field.Name)), .. other];

        string Hidden(string name) => Regex.Match(page, $"name=\"{name}\" value=\"([0-9]+)\"").Groups[1].Value;
    }

    private Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) => Browser.PostAsync(
        new Uri(path, UriKind.Relative), new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), TestContext.Current.CancellationToken);

    private static string CodeOf(string link) => link.Split("code=")[1];

    [GeneratedRegex("<input [^>]*name=\"(?<name>[^\"]+)\"[^>]*maxlength=\"(?<limit>[0-9]+)\"")]
    private static partial Regex MaxLength();

    [GeneratedRegex(@"https?://\S+\?code=\S+")]
    private static partial Regex Link();
}
