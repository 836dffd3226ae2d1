using System.Net.Http.Json;
using System.Text.Json;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Tests;

/// <summary>Other services learn whether an organisation has a contact who is notified, whatever changed it.</summary>
public sealed class EmployerContactsTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_organisation_has_a_contact_from_the_first_appointment_until_the_last_dismissal()
    {
        using var api = await identity.ApiAsync("beheerder");
        var organisation = await identity.RegisterOrganisationAsync();
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
        Assert.Equal(3, identity.Events.Seen.OfType<OrganisationChanged>().Count(e => e.OrganisationId == organisation));
    }

    [Fact]
    public async Task Blocked_and_erased_contacts_and_contacts_of_an_inactive_organisation_do_not_count_as_contacts()
    {
        using var api = await identity.ApiAsync("beheerder");
        var organisation = await identity.RegisterOrganisationAsync();
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
    public async Task Accepting_an_invitation_gives_the_organisation_a_contact()
    {
        using var api = await identity.ApiAsync("beheerder");
        var (organisation, email) = (await identity.RegisterOrganisationAsync(), $"{Guid.NewGuid():N}@demo.metropool.example");
        await AppointAsync(api, organisation, email);
        Assert.False(await HasContactAsync(api, organisation));

        using var accepted = await identity.Browser().FillInAsync(
            await identity.Mail.LinkToAsync(email, "/identity/invitation"), ("CallName", "Contact"), ("Surname", "Persoon"), (
                "Password", IdentityFixture.Password));

        Assert.True((await PublishedAsync(organisation, 2)).HasContact);
    }

    [Fact]
    public async Task A_blocked_contact_is_not_mailed()
    {
        using var api = await identity.ApiAsync("beheerder");
        var organisation = await identity.RegisterOrganisationAsync();
        var ((blocked, blockedId), (active, _)) = (await identity.RegisteredAsync(), await identity.RegisteredAsync());
        await AppointAsync(api, organisation, blocked);
        await AppointAsync(api, organisation, active);
        await api.PostAsJsonAsync($"/identity/v1/accounts/{blockedId}/block", new { reason = "Weg." }, Cancellation);

        await identity.HandledAsync(new EmployerNotified
        {
            NotificationId = Guid.CreateVersion7(),
            Version = 1,
            OccurredAt = DateTimeOffset.UtcNow,
            OrganisationId = organisation,
            Subject = "Bericht",
            Text = "Alleen voor wie kan inloggen.",
            ValidForDays = 7,
        });

        await identity.Mail.SayingAsync(active, "Alleen voor wie kan inloggen");
        Assert.False(await identity.InDatabase(
            db => db.OutgoingMail.AnyAsync(mail => mail.RecipientPersonId == blockedId && mail.Kind == "notification", Cancellation)));
    }

    [Fact]
    public async Task Two_contacts_who_are_dismissed_at_once_leave_the_organisation_without_a_contact()
    {
        using var api = await identity.ApiAsync("beheerder");
        var organisation = await identity.RegisterOrganisationAsync();
        var people = new[] { await identity.RegisteredAsync(), await identity.RegisteredAsync() };
        foreach (var (email, _) in people)
        {
            await AppointAsync(api, organisation, email);
        }

        await Task.WhenAll(people.Select(person => api.DeleteAsync($"/identity/v1/organisations/{organisation}/contacts/{person.PersonId}", Cancellation)));

        Assert.False(await HasContactAsync(api, organisation));
        Assert.False((await PublishedAsync(organisation, 3)).HasContact);
    }

    private static Task<HttpResponseMessage> AppointAsync(HttpClient api, Guid organisation, string email) =>
        api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/contacts", new { email }, Cancellation);

    private static async Task<bool> HasContactAsync(HttpClient api, Guid organisation) =>
        (await api.GetFromJsonAsync<JsonElement>($"/identity/v1/organisations/{organisation}", Cancellation)).GetProperty("hasContact").GetBoolean();

    private Task<OrganisationChanged> PublishedAsync(Guid organisation, long version) =>
        identity.Events.PublishedAsync<OrganisationChanged>(e => e.OrganisationId == organisation && e.Version == version);
}
