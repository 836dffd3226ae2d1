using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Metropool.Contracts.Identity;
using Metropool.Http;
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
    public async Task Who_am_I_names_person_roles_and_organisation()
    {
        var employer = identity.User("werkgever-noord");

        var me = await (await identity.ApiAsync("werkgever-noord")).GetFromJsonAsync<Me>("/identity/v1/me", Cancellation);

        Assert.Equal((employer.PersonId, employer.DisplayName, "metropool-cli"), (me!.PersonId!.Value, me.DisplayName, me.ClientId));
        Assert.Equal(["employer-contact"], me.Roles);
        Assert.Equal(employer.OrganisationId, me.Organisation!.OrganisationId);
    }

    [Fact]
    public async Task An_administrator_appoints_staff_and_every_service_learns_of_it()
    {
        var api = await identity.ApiAsync("beheerder");
        var userName = $"trainer-{Guid.NewGuid():N}@demo.metropool.example";

        var response = await api.PostAsJsonAsync("/identity/v1/staff", new { userName, displayName = "Trainer 02", password = "een lang wachtwoord" }, Cancellation);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var appointed = await response.Content.ReadFromJsonAsync<StaffMember>(Cancellation);
        var told = await identity.Events.PublishedAsync<StaffAppointed>(e => e.PersonId == appointed!.PersonId);
        Assert.True(told.Active);
        Assert.Equal("Trainer 02", (await identity.Events.PublishedAsync<PersonRegistered>(e => e.PersonId == appointed!.PersonId)).DisplayName);
        Assert.Contains((await (await identity.ApiAsync("decaan")).GetFromJsonAsync<Page<StaffMember>>("/identity/v1/staff?limit=200", Cancellation))!.Items, member => member.PersonId == appointed!.PersonId);
        var tokens = await identity.Browser().SignInForTokenAsync(userName, "een lang wachtwoord");
        Assert.NotEmpty(tokens.AccessToken);
    }

    [Fact]
    public async Task Somebody_without_a_password_cannot_sign_in_yet()
    {
        var userName = $"trainer-{Guid.NewGuid():N}@demo.metropool.example";
        var response = await (await identity.ApiAsync("beheerder")).PostAsJsonAsync("/identity/v1/staff", new { userName, displayName = "Trainer 03" }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);

        var answer = await identity.Browser().SignInAsync("/identity/sign-in", userName, "whatever it may be");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
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
        var person = await api.PostAsJsonAsync("/identity/v1/staff", new { userName = $"{Guid.NewGuid():N}@demo.metropool.example", displayName = name }, Cancellation);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (organisation.StatusCode, person.StatusCode));
    }

    [Fact]
    public async Task A_user_name_is_somebodys_alone_and_a_password_that_is_too_short_is_refused()
    {
        var api = await identity.ApiAsync("beheerder");
        var taken = await api.PostAsJsonAsync("/identity/v1/staff", new { userName = identity.User("decaan").UserName.ToUpperInvariant(), displayName = "Decaan 02" }, Cancellation);
        Assert.Equal((HttpStatusCode.Conflict, "identity.user-name-taken"), (taken.StatusCode, await CodeOf(taken)));

        var invalid = await api.PostAsJsonAsync("/identity/v1/staff", new { userName = "no address", displayName = "", password = "short" }, Cancellation);
        Assert.Equal((HttpStatusCode.BadRequest, "request.invalid"), (invalid.StatusCode, await CodeOf(invalid)));
        var errors = JsonElement.Parse(await invalid.Content.ReadAsStringAsync(Cancellation)).GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("where").GetString());
        Assert.Equal(["userName", "displayName", "password"], errors);

        var monotonous = await api.PostAsJsonAsync("/identity/v1/staff", new { userName = $"{Guid.NewGuid():N}@demo.metropool.example", displayName = "Trainer 04", password = "aaaaaaaaaaaa" }, Cancellation);
        Assert.Equal((HttpStatusCode.BadRequest, "identity.password-refused"), (monotonous.StatusCode, await CodeOf(monotonous)));
    }

    [Theory]
    [InlineData("decaan")]
    [InlineData("werkgever-noord")]
    [InlineData("deelnemer")]
    public async Task Only_an_administrator_appoints_registers_and_makes_people(string user)
    {
        var api = await identity.ApiAsync(user);

        Assert.Equal(HttpStatusCode.Forbidden, (await api.PostAsJsonAsync("/identity/v1/staff", new { userName = "a@b.example", displayName = "A" }, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.PostAsJsonAsync("/identity/v1/organisations", new { name = "A" }, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.PostAsJsonAsync("/identity/v1/development/people", new { count = 1, prefix = "A" }, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Staff_and_organisations_are_listed_for_staff_and_nobody_else()
    {
        Assert.Equal(HttpStatusCode.OK, (await (await identity.ApiAsync("beheerder")).GetAsync("/identity/v1/staff", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await identity.ApiAsync("decaan")).GetAsync("/identity/v1/organisations", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await identity.ApiAsync("deelnemer")).GetAsync("/identity/v1/staff", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await identity.ApiAsync("werkgever-noord")).GetAsync("/identity/v1/organisations", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await (await identity.ApiAsync(null)).GetAsync("/identity/v1/me", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task An_organisation_is_registered_once_and_every_service_learns_of_it()
    {
        var api = await identity.ApiAsync("beheerder");
        var name = $"Demogemeente {Guid.NewGuid():N}";

        var response = await api.PostAsJsonAsync("/identity/v1/organisations", new { name, kvkNumber = "12345678" }, Cancellation);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var registered = await response.Content.ReadFromJsonAsync<OrganisationView>(Cancellation);
        var told = await identity.Events.PublishedAsync<OrganisationRegistered>(e => e.OrganisationId == registered!.OrganisationId);
        Assert.Equal((name, "12345678", 1), (told.Name, told.KvkNumber, told.Version));
        var again = await api.PostAsJsonAsync("/identity/v1/organisations", new { name }, Cancellation);
        Assert.Equal((HttpStatusCode.Conflict, "identity.organisation-known"), (again.StatusCode, await CodeOf(again)));
    }

    [Fact]
    public async Task People_of_a_demonstration_can_sign_in_and_are_told_of()
    {
        var api = await identity.ApiAsync("beheerder");

        var response = await api.PostAsJsonAsync("/identity/v1/development/people", new { count = 3, prefix = "Trainer", roles = Staff }, Cancellation);

        var made = await response.Content.ReadFromJsonAsync<List<MadePerson>>(Cancellation);
        Assert.Equal(["Trainer 01", "Trainer 02", "Trainer 03"], made!.Select(person => person.DisplayName));
        Assert.NotEmpty((await identity.Browser().SignInForTokenAsync(made![2].UserName, made[2].Password)).AccessToken);
        Assert.True((await identity.Events.PublishedAsync<StaffAppointed>(e => e.PersonId == made[2].PersonId)).Active);
    }

    [Fact]
    public async Task People_of_a_demonstration_get_no_administrators_rights_and_no_unknown_organisation()
    {
        var api = await identity.ApiAsync("beheerder");

        Assert.Equal(HttpStatusCode.BadRequest, (await api.PostAsJsonAsync("/identity/v1/development/people", new { count = 1, prefix = "A", roles = Administrator }, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await api.PostAsJsonAsync("/identity/v1/development/people", new { count = 1, prefix = "A", organisationId = Guid.NewGuid() }, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await api.PostAsJsonAsync("/identity/v1/development/people", new { count = 101, prefix = "A" }, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Announcing_tells_of_everybody_again()
    {
        var dean = identity.User("decaan").PersonId;
        await identity.Events.PublishedAsync<StaffAppointed>(e => e.PersonId == dean);
        var before = identity.Events.Seen.OfType<StaffAppointed>().Count(e => e.PersonId == dean);

        await identity.RunCommandAsync("announce");

        await Testing.Eventually.TrueAsync(() => Task.FromResult(identity.Events.Seen.OfType<StaffAppointed>().Count(e => e.PersonId == dean) > before), "the dean is announced again");
        Assert.Contains(identity.Events.Seen.OfType<OrganisationRegistered>(), e => e.Name == "Demogemeente Noord");
    }

    private static async Task<string?> CodeOf(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("code").GetString();
}
