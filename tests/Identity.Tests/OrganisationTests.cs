using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Metropool.Contracts.Identity;
using Metropool.Identity.Accounts;
using Metropool.Identity.Organisations;
using Metropool.Testing;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Metropool.Identity.Tests;

/// <summary>Organisations and their contacts.</summary>
public sealed class OrganisationTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_reaches_every_service_and_one_that_was_not_seen_is_not_overwritten()
    {
        var api = await identity.ApiAsync("beheerder");
        var organisation = await identity.RegisterOrganisationAsync();
        using var read = await api.GetAsync($"/identity/v1/organisations/{organisation}", Cancellation);
        var version = read.Headers.ETag!.Tag;
        var name = $"Demogemeente {Guid.NewGuid():N}";

        var changed = await PutAsync(api, organisation, version, new { name, oin = "00000099234567890000", kvkNumber = "87654321" });
        var late = await PutAsync(api, organisation, version, new { name = name + " B" });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (changed.StatusCode, late.StatusCode));
        var told = await identity.Events.PublishedAsync<OrganisationChanged>(e => e.OrganisationId == organisation && e.Version == 2);
        Assert.Equal((name, "00000099234567890000", "87654321", true), (told.Name, told.Oin, told.KvkNumber, told.Active));
    }

    [Fact]
    public async Task An_organisation_that_is_renamed_while_the_list_is_read_is_listed_once()
    {
        var api = await identity.ApiAsync("beheerder");
        var mine = new[] { await identity.RegisterOrganisationAsync(), await identity.RegisterOrganisationAsync() };
        var read = new List<Guid>();
        string? next = "/identity/v1/organisations?limit=1";
        while (next is not null)
        {
            var page = (await api.GetFromJsonAsync<JsonElement>(next, Cancellation))!;
            var shown = page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("organisationId").GetGuid()).ToList();
            if (shown.Find(organisation => mine.Contains(organisation) && !read.Contains(organisation)) is var changed && changed != Guid.Empty)
            {
                Assert.Equal(HttpStatusCode.OK, (await PutAsync(api, changed, "*", new { name = $"Zuiderlijke demogemeente {Guid.NewGuid():N}" })).StatusCode);
            }

            read.AddRange(shown);
            next = page.GetProperty("next").GetString();
        }

        Assert.All(mine, organisation => Assert.Single(read, organisation));
    }

    [Theory]
    [InlineData("1234", null)]
    [InlineData(null, "1234567a")]
    [InlineData("0000000123456789000x", null)]
    [InlineData("00000001123456789000", null)]
    [InlineData("00000012123456782000", null)]
    [InlineData("00000003123456789000", null)]
    [InlineData("00000099123456789001", null)]
    [InlineData(null, "00000000")]
    public async Task An_invalid_number_is_refused(string? oin, string? kvkNumber)
    {
        var response = await (await identity.ApiAsync("beheerder"))
            .PostAsJsonAsync("/identity/v1/organisations", new { name = $"Demogemeente {Guid.NewGuid():N}", oin, kvkNumber }, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("Demogemeente Zoe\u0308 {0}")]
    [InlineData("DEMOGEMEENTE zoë {0}")]
    [InlineData("Ｄｅｍｏgemeente Zoë {0}")]
    [InlineData("Demo\u00ADgemeente\u200B Zoë {0}")]
    [InlineData("Demogemeente  Zoë\u00A0{0}")]
    public async Task An_organisation_is_known_by_its_name_however_it_is_typed(string other)
    {
        var (api, number) = (await identity.ApiAsync("beheerder"), Guid.NewGuid().ToString("N"));
        Assert.Equal(
            HttpStatusCode.Created,
            (await api.PostAsJsonAsync("/identity/v1/organisations", new { name = $"Demogemeente Zoë {number}" }, Cancellation)).StatusCode);

        using var second = await api.PostAsJsonAsync(
            "/identity/v1/organisations", new { name = string.Format(System.Globalization.CultureInfo.InvariantCulture, other, number) }, Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("identity.organisation-exists", await second.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Demogemeente https://example.com")]
    [InlineData("Demogemeente www.example.com")]
    [InlineData("Demogemeente a@example.com")]
    [InlineData("Demogemeente\nen meer")]
    [InlineData("\u200B")]
    public async Task A_name_of_an_organisation_is_visible_and_carries_no_address(string name)
    {
        using var response = await (await identity.ApiAsync("beheerder")).PostAsJsonAsync("/identity/v1/organisations", new { name }, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_contact_of_several_organisations_selects_the_organisation_of_a_token()
    {
        var api = await identity.ApiAsync("beheerder");
        var (email, personId) = await identity.RegisteredAsync();
        var (first, second, other) = (
            await identity.RegisterOrganisationAsync(),
            await identity.RegisterOrganisationAsync(),
            await identity.RegisterOrganisationAsync());
        foreach (var organisation in new[] { first, second })
        {
            Assert.Equal(
                HttpStatusCode.Created,
                (await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/contacts", new { email }, Cancellation)).StatusCode);
        }

        Assert.Equal(
            HttpStatusCode.Conflict, (await api.PostAsJsonAsync($"/identity/v1/organisations/{first}/contacts", new { email }, Cancellation)).StatusCode);
        Assert.Equal(
            personId,
            Assert.Single((await api.GetFromJsonAsync<List<ContactSummary>>($"/identity/v1/organisations/{first}/contacts", Cancellation))!).PersonId);
        var browser = identity.Browser();
        var token = new JsonWebToken((await browser.SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken);
        Assert.Equal(("employer-contact", first.ToString()), (token.GetClaim("role").Value, token.GetClaim("organisation").Value));
        using var answer = await browser.ExchangeAsync(
            Browser.CodeOf(await browser.GetAsync(browser.AuthorizePath(extra: $"&organisation={second}"))), browser.Verifier);
        var chosen = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).GetProperty("access_token").GetString()!;
        Assert.Equal(second.ToString(), new JsonWebToken(chosen).GetClaim("organisation").Value);
        foreach (var wrong in new[] { other.ToString(), "nonsense" })
        {
            Assert.Contains(
                "error=access_denied",
                (await browser.GetAsync(browser.AuthorizePath(extra: $"&organisation={wrong}"))).Headers.Location!.Query,
                StringComparison.Ordinal);
        }

        using var theirs = await identity.ApiAsync(null);
        theirs.DefaultRequestHeaders.Authorization = new("Bearer", chosen);
        var me = await theirs.GetFromJsonAsync<MeDetail>("/identity/v1/me", Cancellation);
        Assert.Equal((second, 2), (me!.Organisation!.OrganisationId, me.Organisations.Count));
    }

    [Fact]
    public async Task A_contact_without_an_account_is_invited()
    {
        var api = await identity.ApiAsync("beheerder");
        var organisation = await identity.RegisterOrganisationAsync();
        var email = $"{Guid.NewGuid():N}@demo.metropool.example";
        await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/contacts", new { email }, Cancellation);

        await identity.Browser().FillInAsync(
            await identity.Mail.LinkToAsync(email, "/identity/invitation"),
            ("CallName", "Contact"),
            ("Surname", "Persoon"),
            ("Password", IdentityFixture.Password));

        var token = new JsonWebToken((await identity.Browser().SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken);
        Assert.Equal(("employer-contact", organisation.ToString()), (token.GetClaim("role").Value, token.GetClaim("organisation").Value));
    }

    [Fact]
    public async Task A_dismissed_contact_and_a_contact_of_a_deactivated_organisation_get_no_token_for_it()
    {
        var api = await identity.ApiAsync("beheerder");
        var (email, personId) = await identity.RegisteredAsync();
        var (first, second) = (await identity.RegisterOrganisationAsync(), await identity.RegisterOrganisationAsync());
        await api.PostAsJsonAsync($"/identity/v1/organisations/{first}/contacts", new { email }, Cancellation);
        await api.PostAsJsonAsync($"/identity/v1/organisations/{second}/contacts", new { email }, Cancellation);
        var browser = identity.Browser();
        await browser.SignInForCodeAsync(email, IdentityFixture.Password);
        var code = Browser.CodeOf(await browser.GetAsync(browser.AuthorizePath(extra: $"&organisation={second}")));

        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"/identity/v1/organisations/{second}/deactivation", null, Cancellation)).StatusCode);

        // The code was given before.
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.ExchangeAsync(code, browser.Verifier)).StatusCode);
        await identity.Events.PublishedAsync<OrganisationChanged>(e => e.OrganisationId == second && !e.Active);
        Assert.Equal(first.ToString(), new JsonWebToken((await browser.SignInForTokenAgainAsync()).AccessToken).GetClaim("organisation").Value);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"/identity/v1/organisations/{first}/contacts/{personId}", Cancellation)).StatusCode);
        Assert.DoesNotContain(new JsonWebToken((await browser.SignInForTokenAgainAsync()).AccessToken).Claims, claim => claim.Type is "role" or "organisation");
        Assert.Equal(HttpStatusCode.NotFound, (await api.DeleteAsync($"/identity/v1/organisations/{first}/contacts/{personId}", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_deactivated_organisation_gets_no_contact()
    {
        using var api = await identity.ApiAsync("beheerder");
        var organisation = await identity.RegisterOrganisationAsync();
        await api.PostAsync($"/identity/v1/organisations/{organisation}/deactivation", null, Cancellation);

        var response = await api.PostAsJsonAsync(
            $"/identity/v1/organisations/{organisation}/contacts", new { email = "iemand@demo.metropool.example" }, Cancellation);

        Assert.Equal(
            (HttpStatusCode.Conflict, "identity.organisation-inactive"),
            (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("code").GetString()));
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient api, Guid organisationId, string version, object body) =>
        api.Put($"/identity/v1/organisations/{organisationId}", body, version);
}
