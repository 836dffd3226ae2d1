using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Metropool.Identity.Tests;

/// <summary>Candidates choose their employer from the organisations that have an account.</summary>
public sealed class DirectoryTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{0}")]
    [InlineData("GEMEENTE {0}")]
    [InlineData(" {0}  zuid ")]
    [InlineData("zuid gemeente {0}")]
    public async Task An_organisation_is_found_by_words_of_its_name_and_shows_its_id_and_its_name_alone(string query)
    {
        var mark = Guid.NewGuid().ToString("N");
        var organisation = await identity.RegisterOrganisationAsync($"Gemeente {mark} Zuid");

        var found = Assert.Single(await FoundAsync(query.Replace("{0}", mark, StringComparison.Ordinal)));

        Assert.Equal(["name", "organisationId"], found.EnumerateObject().Select(property => property.Name).Order());
        Assert.Equal((organisation, $"Gemeente {mark} Zuid"), (found.GetProperty("organisationId").GetGuid(), found.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("%%")]
    [InlineData("__")]
    [InlineData("\\\\")]
    [InlineData("' OR 1=1 --")]
    public async Task Characters_that_mean_something_to_the_database_are_searched_as_they_are(string query)
    {
        await identity.RegisterOrganisationAsync($"Gemeente {Guid.NewGuid():N}");

        Assert.Empty(await FoundAsync(query));
    }

    [Fact]
    public async Task An_organisation_that_is_deactivated_is_not_found()
    {
        var (admin, mark) = (await identity.ApiAsync("beheerder"), Guid.NewGuid().ToString("N"));
        var organisation = await identity.RegisterOrganisationAsync($"Gemeente {mark}");
        using var answer = await admin.PostAsync(new Uri($"/identity/v1/organisations/{organisation}/deactivation", UriKind.Relative), null, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);

        Assert.Empty(await FoundAsync(mark));
    }

    [Fact]
    public async Task A_search_that_finds_many_is_read_in_parts()
    {
        var mark = Guid.NewGuid().ToString("N");
        var made = new[]
        {
            await identity.RegisterOrganisationAsync($"Gemeente A {mark}"),
            await identity.RegisterOrganisationAsync($"Gemeente B {mark}"),
            await identity.RegisterOrganisationAsync($"Gemeente C {mark}"),
        };
        var (api, next, read) = (await identity.ApiAsync("deelnemer"), $"/identity/v1/organisations/directory?limit=2&name={mark}", new List<Guid>());
        while (next is not null)
        {
            var page = await api.GetFromJsonAsync<JsonElement>(next, Cancellation);
            read.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("organisationId").GetGuid()));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(made, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?name=a")]
    public async Task A_search_needs_two_characters(string query)
    {
        using var answer = await (await identity.ApiAsync("deelnemer"))
            .GetAsync(new Uri($"/identity/v1/organisations/directory{query}", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<List<JsonElement>> FoundAsync(string query)
    {
        var page = await (await identity.ApiAsync("deelnemer"))
            .GetFromJsonAsync<JsonElement>($"/identity/v1/organisations/directory?name={Uri.EscapeDataString(query)}", Cancellation);
        return [.. page.GetProperty("items").EnumerateArray()];
    }
}
