using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Metropool.Contracts.Intake;
using Metropool.Testing;

namespace Metropool.Identity.Tests;

/// <summary>Other services know no addresses: what they have to tell goes through Identity.</summary>
public sealed class NoticeTests(IdentityFixture identity)
{
    [Fact]
    public async Task A_notification_of_Intake_is_mailed_to_the_candidate_alone()
    {
        var (email, personId) = await identity.RegisteredAsync();
        var (other, _) = await identity.RegisteredAsync();
        var before = identity.Mail.CountTo(other);

        await identity.PublishAsync(Notice(Some.Id(), "Voor niemand"));
        await identity.PublishAsync(Notice(personId, "Er is een besluit"));

        var mail = await identity.Mail.SayingAsync(email, "Log in om het te lezen.");
        Assert.Equal("Er is een besluit", mail.Subject);
        Assert.Equal(before, identity.Mail.CountTo(other));
    }

    [Fact]
    public async Task A_notification_of_Intake_is_mailed_to_all_contacts_of_an_active_employer()
    {
        using var api = await identity.ApiAsync("beheerder");
        using var made = await api.PostAsJsonAsync(
            "/identity/v1/organisations", new { name = $"Demogemeente {Guid.NewGuid():N}", kvkNumber = "12345678" }, TestContext.Current.CancellationToken);
        var organisation = JsonElement.Parse(await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("organisationId")
            .GetGuid();
        var ((first, _), (second, _), (other, _)) = (await identity.RegisteredAsync(), await identity.RegisteredAsync(), await identity.RegisteredAsync());
        foreach (var email in new[] { first, second })
        {
            using var appointed = await api.PostAsJsonAsync(
                $"/identity/v1/organisations/{organisation}/contacts", new { email }, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Created, appointed.StatusCode);
        }

        var before = identity.Mail.CountTo(other);
        await identity.PublishAsync(ForEmployer(organisation, "Uw akkoord gevraagd"));

        Assert.Equal("Uw akkoord gevraagd", (await identity.Mail.SayingAsync(first, "Log in om te antwoorden.")).Subject);
        Assert.Equal("Uw akkoord gevraagd", (await identity.Mail.SayingAsync(second, "Log in om te antwoorden.")).Subject);
        Assert.Equal(before, identity.Mail.CountTo(other));
        using var deactivated = await api.PostAsync(
            new Uri($"/identity/v1/organisations/{organisation}/deactivation", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.True(deactivated.IsSuccessStatusCode);
        var told = identity.Mail.CountTo(first);
        await identity.HandledAsync(ForEmployer(organisation, "Nog een vraag"));
        Assert.Equal(told, identity.Mail.CountTo(first));
    }

    private static EmployerNotified ForEmployer(Guid organisationId, string subject) => new()
    {
        NotificationId = Some.Id(),
        Version = 1,
        OccurredAt = DateTimeOffset.UtcNow,
        OrganisationId = organisationId,
        Subject = subject,
        Text = "Log in om te antwoorden.",
        ValidForDays = 28,
    };

    private static CandidateNotified Notice(Guid personId, string subject) => new()
    {
        NotificationId = Some.Id(),
        Version = 1,
        OccurredAt = DateTimeOffset.UtcNow,
        PersonId = personId,
        Subject = subject,
        Text = "Log in om het te lezen.",
        ValidForDays = 7,
    };
}
