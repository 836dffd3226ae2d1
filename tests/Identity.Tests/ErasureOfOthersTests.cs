using System.Net;
using System.Net.Http.Json;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;
using Metropool.Identity.Accounts;
using Metropool.Mail;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Tests;

/// <summary>An erasure takes back what is about the person or goes to them, and nothing that is about another.</summary>
public sealed class ErasureOfOthersTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_an_outage_of_the_broker_the_name_of_an_erased_person_is_not_published()
    {
        await using var away = await IdentityWithoutBroker.StartAsync();
        using var api = await away.ApiAsync("beheerder");
        away.Broker.Close();
        var (_, erased) = await away.RegisteredAsync(callName: "Gewist");
        var (_, other) = await away.RegisteredAsync(callName: "Gebleven");

        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"/identity/v1/accounts/{erased}", Cancellation)).StatusCode);

        away.Broker.Open();
        await away.Events.PublishedAsync<PersonErased>(e => e.PersonId == erased);
        await away.Events.PublishedAsync<PersonChanged>(e => e.PersonId == other && e.DisplayName.StartsWith("Gebleven", StringComparison.Ordinal));
        Assert.All(away.Events.Seen.OfType<PersonChanged>().Where(e => e.PersonId == erased), e => Assert.Equal(Account.NameOfErased, e.DisplayName));
    }

    [Fact]
    public async Task An_erasure_deletes_mail_about_or_to_the_person_and_keeps_mail_about_others_to_the_same_address()
    {
        var ((email, erased), (otherEmail, other)) = (await identity.RegisteredAsync(), await identity.RegisteredAsync());
        Guid[] mails = await identity.InDatabase(async db =>
        {
            OutgoingMail[] written =
            [
                Waiting(erased, email, erased),
                Waiting(other, email, erased),
                Waiting(erased, otherEmail, other),
                Waiting(null, email.ToUpperInvariant(), null),
                Waiting(other, email, null),
                Waiting(other, otherEmail, other),
                Waiting(null, otherEmail, null),
            ];
            db.OutgoingMail.AddRange(written);
            await db.SaveChangesAsync(Cancellation);
            return written.Select(mail => mail.MailId).ToArray();
        });
        using var api = await identity.ApiAsync("beheerder");

        await api.DeleteAsync($"/identity/v1/accounts/{erased}", Cancellation);

        var left = await identity.InDatabase(
            db => db.OutgoingMail.Where(mail => mails.Contains(mail.MailId)).Select(mail => mail.MailId).ToListAsync(Cancellation));
        Assert.Equal(mails[4..].ToHashSet(), left.ToHashSet());
    }

    [Fact]
    public async Task A_notification_of_an_employer_about_a_candidate_who_was_erased_is_not_mailed()
    {
        var ((email, contact), (_, candidate)) = (await identity.RegisteredAsync(), await identity.RegisteredAsync());
        using var api = await identity.ApiAsync("beheerder");
        var organisation = await identity.RegisterOrganisationAsync();
        await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/contacts", new { email }, Cancellation);
        await api.DeleteAsync($"/identity/v1/accounts/{candidate}", Cancellation);

        await identity.HandledAsync(Notified(organisation, candidate, "Over de gewiste kandidaat"));
        await identity.HandledAsync(Notified(organisation, contact, "Over een ander"));

        await identity.Mail.SayingAsync(email, "Over een ander");
        Assert.False(
            await identity.InDatabase(db => db.OutgoingMail.AnyAsync(mail => mail.DataSubjectId == candidate, Cancellation)));
    }

    private static EmployerNotified Notified(Guid organisationId, Guid personId, string subject) => new()
    {
        NotificationId = Guid.CreateVersion7(),
        Version = 1,
        OccurredAt = DateTimeOffset.UtcNow,
        OrganisationId = organisationId,
        PersonId = personId,
        Subject = subject,
        Text = $"{subject}. Log in bij Metropool.",
        ValidForDays = 7,
    };

    // Not due, so that no relay sends it.
    private static OutgoingMail Waiting(Guid? dataSubjectId, string recipient, Guid? recipientPersonId) => new()
    {
        MailId = Guid.CreateVersion7(), Kind = "test", DataSubjectId = dataSubjectId, Recipient = recipient, RecipientPersonId = recipientPersonId,
        Subject = "Onderwerp", Text = "Tekst",
        CreatedAt = DateTimeOffset.UtcNow, TriedSince = DateTimeOffset.UtcNow, DueAt = DateTimeOffset.UtcNow.AddYears(1),
    };
}
