using System.Net.Http.Json;
using Metropool.Testing;

namespace Metropool.Identity.Tests;

/// <summary>What people fill in, and what gives access, is in no log, no span and no answer of the API.</summary>
public sealed class PrivacyTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Addresses_names_links_and_secrets_are_in_no_log_and_no_span_and_addresses_and_links_in_no_answer()
    {
        var phrase = $"zoekterm{Guid.NewGuid():N}";
        var (email, next, invited, surname, password) = (
            $"{phrase}@demo.metropool.example",
            $"nieuw-{phrase}@demo.metropool.example",
            $"uitgenodigd-{phrase}@demo.metropool.example",
            $"Naam{phrase}",
            $"wachtwoord {Guid.NewGuid():N}");
        var secrets = new List<string> { phrase, password[11..] };
        await identity.Browser().FillInAsync("/identity/register", ("CallName", "Deelnemer"), ("Surname", surname), ("Email", email), ("Password", password));
        var confirm = Keep(await identity.Mail.LinkToAsync(email, "/identity/register/confirm"));
        await identity.Browser().FillInAsync(confirm, ("Password", $"verkeerd {phrase}"));
        await identity.Browser().FillInAsync(confirm, ("Password", password));
        await identity.Browser().SignInAsync("/identity/sign-in", email, $"verkeerd {phrase}");
        var browser = await identity.SignedInAsync(email, password);
        await browser.FillInAsync("/identity/account/email", ("Email", next));
        await browser.FillInAsync(Keep(await identity.Mail.LinkToAsync(next, "/identity/account/email/confirm")));
        var page = await browser.OpenAsync("/identity/account/authenticator");
        secrets.Add(page.QuerySelector(".drawing + p code")!.TextContent.Replace(" ", "", StringComparison.Ordinal));
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", next));
        await identity.Browser().FillInAsync(Keep(await identity.Mail.LinkToAsync(next, "/identity/password/reset")), ("Password", password + " 2"));

        var api = await identity.ApiAsync("beheerder");
        var answers = new List<string>();
        foreach (var (path, body) in new (string, object)[]
        {
            ("staff", new { email = next, role = "staff" }), ("staff", new { email = invited, role = "staff" }), (
                "staff", new { email = invited + "@", role = "staff" }), ("accounts/lookups", new { email = next }),
        })
        {
            answers.Add(await (await api.PostAsJsonAsync($"/identity/v1/{path}", body, Cancellation)).Content.ReadAsStringAsync(Cancellation));
        }

        var invitation = Keep(await identity.Mail.LinkToAsync(invited, "/identity/invitation"));
        await identity.Browser().GetAsync(invitation);
        foreach (var path in new[] { "staff", "outgoing-mails/parked", "organisations" })
        {
            answers.Add(await api.GetStringAsync($"/identity/v1/{path}", Cancellation));
        }

        // The name of staff is for other staff; what stands before it isn't. An address that is no one's stands in the words for what is none.
        foreach (var answer in answers)
        {
            Assert.DoesNotContain('@', answer.Replace("name@example.org", "", StringComparison.Ordinal));
            Assert.All(secrets.Skip(2), secret => Assert.DoesNotContain(secret, answer, StringComparison.Ordinal));
        }

        // The recording works: what does belong in it is there.
        await Eventually.TrueAsync(
            () => Task.FromResult(
                identity.Recorded.Spans.All().Any(span => $"{span.GetTagItem("http.route")}".Contains("register/confirm", StringComparison.Ordinal))),
            "spans are recorded");
        Assert.NotEmpty(identity.Recorded.Logs);
        Assert.Empty(identity.Recorded.Holding([.. secrets]));

        string Keep(string link)
        {
            secrets.Add(link.Split('=')[^1]);
            return link;
        }
    }
}
