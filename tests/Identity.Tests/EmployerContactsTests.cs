using System.Net.Http.Json;
using System.Text.Json;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;
using Metropool.Identity.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Tests;

/// <summary>Other services learn whether an organisation has a contact who is notified, whatever changed it.</summary>
public sealed class EmployerContactsTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_organisation_has_a_contact_from_the_first_that_is_appointed_until_the_last_is_dismissed()
    {
        using var api = await identity.ApiAsync("beheerder");
        var organisation = await RegisterOrganisationAsync(api);
        var ((first, firstId), (second, secondId)) = (await identity.RegisteredAsync(), await identity.RegisteredAsync());
        Assert.False((await PublishedAsync(organisation, 1)).HasContact);

        await AppointAsync(api, organisation, first);
        Assert.True((await PublishedAsync(organisation, 2)).HasContact);
        await AppointAsync(api, organisation, second);
        await api.DeleteAsync($"/identity/v1/organisations/{organisation}/contacts/{firstId}", Cancellation);
        Assert.True(await HasContactAsync(api, organisation));
        await api.DeleteAsync($"/identity/v1/organisations/{organisation}/contacts/{secondId}", Cancellation);

        Assert.False((await PublishedAsync(organisation, 3)).HasContact);
        Assert.False(await HasContactAsync(api, organisation));
        Assert.Equal(3, identity.Events.Seen.OfType<OrganisationRegistered>().Count(e => e.OrganisationId == organisation));
    }

    [Fact]
    public async Task A_contact_who_is_blocked_or_erased_and_one_of_an_organisation_that_is_not_active_is_no_contact_who_is_notified()
    {
        using var api = await identity.ApiAsync("beheerder");
        var organisation = await RegisterOrganisationAsync(api);
        var (email, personId) = await identity.RegisteredAsync();
        await AppointAsync(api, organisation, email);

        await api.PostAsJsonAsync($"/identity/v1/accounts/{personId}/block", new { reason = "Weg." }, Cancellation);
        Assert.False((await PublishedAsync(organisation, 3)).HasContact);
        await api.PostAsJsonAsync($"/identity/v1/accounts/{personId}/unblock", new { reason = "Terug." }, Cancellation);
        Assert.True((await PublishedAsync(organisation, 4)).HasContact);
        await api.PostAsync($"/identity/v1/organisations/{organisation}/deactivation", null, Cancellation);
        Assert.False((await PublishedAsync(organisation, 5)).HasContact);
        await api.PostAsync($"/identity/v1/organisations/{organisation}/activation", null, Cancellation);
        Assert.True((await PublishedAsync(organisation, 6)).HasContact);
        await api.DeleteAsync($"/identity/v1/accounts/{personId}", Cancellation);
        Assert.False((await PublishedAsync(organisation, 7)).HasContact);
    }

    [Fact]
    public async Task Whoever_accepts_an_invitation_as_a_contact_is_one_who_is_notified()
    {
        using var api = await identity.ApiAsync("beheerder");
        var (organisation, email) = (await RegisterOrganisationAsync(api), $"{Guid.NewGuid():N}@demo.metropool.example");
        await AppointAsync(api, organisation, email);
        Assert.False(await HasContactAsync(api, organisation));

        using var accepted = await identity.Browser().FillInAsync(
            await identity.Mail.LinkToAsync(email, "/identity/invitation"), ("CallName", "Contact"), ("Surname", "Persoon"), ("Password", IdentityFixture.Password));

        Assert.True((await PublishedAsync(organisation, 2)).HasContact);
    }

    [Fact]
    public async Task A_contact_who_is_blocked_is_not_mailed()
    {
        using var api = await identity.ApiAsync("beheerder");
        var organisation = await RegisterOrganisationAsync(api);
        var ((blocked, blockedId), (active, _)) = (await identity.RegisteredAsync(), await identity.RegisteredAsync());
        await AppointAsync(api, organisation, blocked);
        await AppointAsync(api, organisation, active);
        await api.PostAsJsonAsync($"/identity/v1/accounts/{blockedId}/block", new { reason = "Weg." }, Cancellation);

        await identity.HandledAsync(new EmployerNotified
        {
            NotificationId = Guid.CreateVersion7(), Version = 1, OccurredAt = DateTimeOffset.UtcNow, OrganisationId = organisation, Subject = "Bericht", Text = "Alleen voor wie kan inloggen.", UsefulDays = 7,
        });

        await identity.Mail.SayingAsync(active, "Alleen voor wie kan inloggen");
        Assert.False(await identity.InDatabase(async (IdentityDbContext db) => await db.OutgoingMail.AnyAsync(mail => mail.RecipientPersonId == blockedId && mail.Kind == "told", Cancellation)));
    }

    [Fact]
    public async Task Two_contacts_who_are_dismissed_at_the_same_moment_leave_the_organisation_without_one()
    {
        using var api = await identity.ApiAsync("beheerder");
        var organisation = await RegisterOrganisationAsync(api);
        var people = new[] { await identity.RegisteredAsync(), await identity.RegisteredAsync() };
        foreach (var (email, _) in people)
        {
            await AppointAsync(api, organisation, email);
        }

        await Task.WhenAll(people.Select(person => api.DeleteAsync($"/identity/v1/organisations/{organisation}/contacts/{person.PersonId}", Cancellation)));

        Assert.False(await HasContactAsync(api, organisation));
        Assert.False((await PublishedAsync(organisation, 3)).HasContact);
    }

    /// <summary>An organisation without contacts.</summary>
    internal static async Task<Guid> RegisterOrganisationAsync(HttpClient api)
    {
        using var made = await api.PostAsJsonAsync("/identity/v1/organisations", new { name = $"Demogemeente {Guid.NewGuid():N}" }, Cancellation);
        return (await made.Content.ReadFromJsonAsync<OrganisationView>(Cancellation))!.OrganisationId;
    }

    private static Task<HttpResponseMessage> AppointAsync(HttpClient api, Guid organisation, string email) =>
        api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/contacts", new { email }, Cancellation);

    private static async Task<bool> HasContactAsync(HttpClient api, Guid organisation) =>
        (await api.GetFromJsonAsync<JsonElement>($"/identity/v1/organisations/{organisation}", Cancellation)).GetProperty("hasContact").GetBoolean();

    private Task<OrganisationRegistered> PublishedAsync(Guid organisation, long version) =>
        identity.Events.PublishedAsync<OrganisationRegistered>(e => e.OrganisationId == organisation && e.Version == version);
}
