using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Metropool.Contracts.Identity;
using Metropool.Identity.Accounts;
using Metropool.Identity.Development;
using Metropool.Identity.Organisations;

namespace Metropool.Identity.Tests;

/// <summary>Accounts, appointments and organisations, and what other services learn of them.</summary>
public sealed class ApiTests(IdentityFixture identity)
{
    private static readonly string[] Staff = ["staff"];
    private static readonly string[] Administrator = ["administrator"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetMe_has_person_roles_and_organisation()
    {
        var employer = identity.User("werkgever-noord");

        var me = await (await identity.ApiAsync("werkgever-noord")).GetFromJsonAsync<MeDetail>("/identity/v1/me", Cancellation);

        Assert.Equal((employer.PersonId, employer.DisplayName, "metropool-cli"), (me!.PersonId!.Value, me.DisplayName, me.ClientId));
        Assert.Equal(["employer-contact"], me.Roles);
        Assert.Equal(employer.OrganisationId, me.Organisation!.OrganisationId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u200B")]
    [InlineData("Gemeente\nVoorbeeld")]
    public async Task A_name_is_one_line_with_something_in_it(string name)
    {
        var api = await identity.ApiAsync("beheerder");
        var organisation = await api.PostAsJsonAsync("/identity/v1/organisations", new { name }, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, organisation.StatusCode);
    }

    [Theory]
    [InlineData("decaan")]
    [InlineData("werkgever-noord")]
    [InlineData("deelnemer")]
    public async Task Only_an_administrator_appoints_registers_and_makes_people(string user)
    {
        var api = await identity.ApiAsync(user);

        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await api.PostAsJsonAsync("/identity/v1/staff", new { email = "a@b.example", role = "staff" }, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.PostAsJsonAsync("/identity/v1/organisations", new { name = "A" }, Cancellation)).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden, (await api.PostAsJsonAsync("/identity/v1/development/people", new { count = 1, prefix = "A" }, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Only_staff_can_list_staff_and_organisations()
    {
        Assert.Equal(HttpStatusCode.OK, (await (await identity.ApiAsync("beheerder")).GetAsync("/identity/v1/staff", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await identity.ApiAsync("decaan")).GetAsync("/identity/v1/organisations", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await identity.ApiAsync("deelnemer")).GetAsync("/identity/v1/staff", Cancellation)).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden, (await (await identity.ApiAsync("werkgever-noord")).GetAsync("/identity/v1/organisations", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await (await identity.ApiAsync(null)).GetAsync("/identity/v1/me", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task An_organisation_is_registered_once_and_published()
    {
        var api = await identity.ApiAsync("beheerder");
        var name = $"Demogemeente {Guid.NewGuid():N}";

        var response = await api.PostAsJsonAsync("/identity/v1/organisations", new { name, kvkNumber = "12345678" }, Cancellation);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var registered = await response.Content.ReadFromJsonAsync<OrganisationDetail>(Cancellation);
        var told = await identity.Events.PublishedAsync<OrganisationChanged>(e => e.OrganisationId == registered!.OrganisationId);
        Assert.Equal((name, "12345678", 1), (told.Name, told.KvkNumber, told.Version));
        var again = await api.PostAsJsonAsync("/identity/v1/organisations", new { name }, Cancellation);
        Assert.Equal((HttpStatusCode.Conflict, "identity.organisation-exists"), (again.StatusCode, await CodeOf(again)));
    }

    [Fact]
    public async Task Demo_people_can_sign_in_and_are_published()
    {
        var api = await identity.ApiAsync("beheerder");

        var response = await api.PostAsJsonAsync("/identity/v1/development/people", new { count = 3, prefix = "Trainer", roles = Staff }, Cancellation);

        var made = await response.Content.ReadFromJsonAsync<List<CreatedAccountDetail>>(Cancellation);
        Assert.Equal(["Trainer 01", "Trainer 02", "Trainer 03"], made!.Select(person => person.DisplayName));
        Assert.NotEmpty((await identity.Browser().SignInForTokenAsync(made![2].UserName, made[2].Password)).AccessToken);
        Assert.True((await identity.Events.PublishedAsync<StaffChanged>(e => e.PersonId == made[2].PersonId)).Active);
    }

    [Fact]
    public async Task Demo_people_cannot_be_administrators_or_contacts_of_an_unknown_organisation()
    {
        var api = await identity.ApiAsync("beheerder");

        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await api.PostAsJsonAsync("/identity/v1/development/people", new { count = 1, prefix = "A", roles = Administrator }, Cancellation)).StatusCode);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await api.PostAsJsonAsync(
                "/identity/v1/development/people", new { count = 1, prefix = "A", organisationId = Guid.NewGuid() }, Cancellation)).StatusCode);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await api.PostAsJsonAsync("/identity/v1/development/people", new { count = 101, prefix = "A" }, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Announcing_publishes_all_people_again()
    {
        var dean = identity.User("decaan").PersonId;
        await identity.Events.PublishedAsync<StaffChanged>(e => e.PersonId == dean);
        var before = identity.Events.Seen.OfType<StaffChanged>().Count(e => e.PersonId == dean);

        await identity.RunCommandAsync("announce");

        await Testing.Eventually.TrueAsync(
            () => Task.FromResult(identity.Events.Seen.OfType<StaffChanged>().Count(e => e.PersonId == dean) > before), "the dean is announced again");
        Assert.Contains(identity.Events.Seen.OfType<OrganisationChanged>(), e => e.Name == "Demogemeente Noord");
    }

    private static async Task<string?> CodeOf(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("code").GetString();
}
