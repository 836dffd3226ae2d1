using System.Net.Http.Json;
using Metropool.Identity.Security;
using Metropool.Mail;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Tests;

/// <summary>A person with rows in every table that can have personal data.</summary>
/// <param name="Id">The id.</param>
/// <param name="Email">The address.</param>
/// <param name="Next">The requested new address.</param>
/// <param name="Surname">A unique name.</param>
/// <param name="Reason">The reason of a dismissal, with the name.</param>
/// <param name="Appointments">The number of rows about the person in the history of appointments.</param>
internal sealed record PersonInEveryTable(Guid Id, string Email, string Next, string Surname, string Reason, int Appointments)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PersonInEveryTable> CreateAsync(IdentityFixture identity)
    {
        var phrase = $"iemand{Guid.NewGuid():N}";
        var (email, next, surname, reason) = (
            $"{phrase}@demo.metropool.example", $"nieuw-{phrase}@demo.metropool.example", $"Naam{phrase}", $"Naam{phrase} heeft ander werk");

        // Confirmed, and registered once more.
        await RegisterAsync();
        await identity.Browser().FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/register/confirm"), ("Password", IdentityFixture.Password));
        await RegisterAsync();
        var id = await identity.InDatabase(db => db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Cancellation));

        // Contact of an organisation, staff that was dismissed with a reason, administrator who appoints another.
        using var api = await identity.ApiAsync("beheerder");
        var organisation = await identity.RegisterOrganisationAsync();
        api.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/contacts", new { email }, Cancellation);
        await api.PostAsJsonAsync("/identity/v1/accounts/lookups", new { email }, Cancellation);
        api.DefaultRequestHeaders.Remove("Idempotency-Key");
        await api.PostAsJsonAsync("/identity/v1/staff", new { email, role = "staff" }, Cancellation);
        await api.PostAsJsonAsync($"/identity/v1/staff/{id}/dismissal", new { role = "staff", reason }, Cancellation);
        foreach (var action in new[] { "block", "unblock" })
        {
            await api.PostAsJsonAsync($"/identity/v1/accounts/{id}/{action}", new { reason }, Cancellation);
        }

        await api.PostAsJsonAsync("/identity/v1/staff", new { email, role = "administrator" }, Cancellation);
        var browser = identity.Browser();
        using var theirs = await identity.ApiAsync(null);
        theirs.DefaultRequestHeaders.Authorization = new("Bearer", (await browser.SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken);
        theirs.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var (other, _) = await identity.RegisteredAsync();
        await theirs.PostAsJsonAsync("/identity/v1/staff", new { email = other, role = "staff" }, Cancellation);
        await theirs.PostAsJsonAsync(
            $"/identity/v1/organisations/{organisation}/contacts", new { email = $"gast-{Guid.NewGuid():N}@demo.metropool.example" }, Cancellation);

        // Wrong passwords, from elsewhere.
        await identity.Browser("203.0.113.5").SignInAsync("/identity/sign-in", email, "not the password");

        // Links and messages that are on their way, and every other way to sign in.
        await browser.FillInAsync("/identity/account/email", ("Email", next));
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", email));
        await identity.InDatabase(async db =>
        {
            var now = DateTimeOffset.UtcNow;
            db.OutgoingMail.Add(With(OutgoingMail.Write("test", id, email, "Onderwerp", $"Beste {surname}", now)));
            db.Invitations.Add(new()
            {
                InvitationId = Guid.CreateVersion7(), Email = email, NormalizedEmail = email.ToUpperInvariant(), Role = "employer-contact",
                OrganisationId = organisation, InvitedAt = now, ExpiresAt = now.AddDays(7),
            });
            db.RecoveryCodes.Add(new RecoveryCode { PersonId = id, CodeHash = [1, 2, 3] });
            db.UserLogins.Add(new() { UserId = id, LoginProvider = "https://provider.example", ProviderKey = phrase, ProviderDisplayName = "Provider" });
            db.UserClaims.Add(new() { UserId = id, ClaimType = "test", ClaimValue = surname });
            db.UserTokens.Add(new() { UserId = id, LoginProvider = "test", Name = "test", Value = surname });
            db.UserPasskeys.Add(new()
            {
                UserId = id, CredentialId = [4, 5, 6],
                Data = new() { PublicKey = [], Name = surname, CreatedAt = now, AttestationObject = [], ClientDataJson = [] },
            });
            return await db.SaveChangesAsync(Cancellation);
        });
        return new(
            id,
            email,
            next,
            surname,
            reason,
            await identity.InDatabase(db => db.Appointments.CountAsync(a => a.PersonId == id, Cancellation)));

        Task<HttpResponseMessage> RegisterAsync() =>
            identity.Browser()
                .FillInAsync("/identity/register", ("CallName", "Iemand"), ("Surname", surname), ("Email", email), ("Password", IdentityFixture.Password));

        // Parked, so that it stays.
        static OutgoingMail With(OutgoingMail mail) => new()
        {
            MailId = mail.MailId, Kind = mail.Kind, DataSubjectId = mail.DataSubjectId, Recipient = mail.Recipient, Subject = mail.Subject, Text = mail.Text,
            CreatedAt = mail.CreatedAt, TriedSince = mail.TriedSince, ParkedAt = mail.CreatedAt,
        };
    }
}
