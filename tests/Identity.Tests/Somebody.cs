using System.Net.Http.Json;
using Metropool.Identity.Organisations;
using Metropool.Identity.Security;
using Metropool.Mail;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Tests;

/// <summary>Somebody of whom there is something in every table that can hold something of a person.</summary>
/// <param name="Id">The id.</param>
/// <param name="Email">The address.</param>
/// <param name="Next">The address that it was to become.</param>
/// <param name="Surname">A name that nobody else has.</param>
/// <param name="Reason">Why they were dismissed; it names them.</param>
/// <param name="Appointments">How many lines of the history are about them.</param>
internal sealed record Somebody(Guid Id, string Email, string Next, string Surname, string Reason, int Appointments)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Somebody> EverywhereAsync(IdentityFixture identity)
    {
        var phrase = $"iemand{Guid.NewGuid():N}";
        var (email, next, surname, reason) = ($"{phrase}@demo.metropool.example", $"nieuw-{phrase}@demo.metropool.example", $"Naam{phrase}", $"Naam{phrase} heeft ander werk");

        // Confirmed, and registered once more.
        await RegisterAsync();
        await identity.Browser().FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/register/confirm"), ("Password", IdentityFixture.Password));
        await RegisterAsync();
        var id = await identity.InDatabase(async (IdentityDbContext db) => await db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Cancellation));

        // Contact of an organisation, staff that was dismissed with a reason, administrator who appoints another.
        using var api = await identity.ApiAsync("beheerder");
        using var made = await api.PostAsJsonAsync("/identity/v1/organisations", new { name = $"Demogemeente {Guid.NewGuid():N}" }, Cancellation);
        var organisation = (await made.Content.ReadFromJsonAsync<OrganisationView>(Cancellation))!.OrganisationId;
        api.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/contacts", new { email }, Cancellation);
        await api.PostAsJsonAsync("/identity/v1/accounts/lookups", new { email }, Cancellation);
        api.DefaultRequestHeaders.Remove("Idempotency-Key");
        await api.PostAsJsonAsync("/identity/v1/staff", new { email, role = "staff" }, Cancellation);
        await api.PostAsJsonAsync($"/identity/v1/staff/{id}/dismissal", new { role = "staff", reason }, Cancellation);
        foreach (var measure in new[] { "block", "unblock" })
        {
            await api.PostAsJsonAsync($"/identity/v1/accounts/{id}/{measure}", new { reason }, Cancellation);
        }

        await api.PostAsJsonAsync("/identity/v1/staff", new { email, role = "administrator" }, Cancellation);
        var browser = identity.Browser();
        using var theirs = await identity.ApiAsync(null);
        theirs.DefaultRequestHeaders.Authorization = new("Bearer", (await browser.SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken);
        theirs.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var (other, _) = await identity.RegisteredAsync();
        await theirs.PostAsJsonAsync("/identity/v1/staff", new { email = other, role = "staff" }, Cancellation);
        await theirs.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/contacts", new { email = $"gast-{Guid.NewGuid():N}@demo.metropool.example" }, Cancellation);

        // Wrong passwords, from elsewhere.
        await identity.Browser("203.0.113.5").SignInAsync("/identity/sign-in", email, "not the password");

        // Links and messages that are on their way, and every other way to sign in.
        await browser.FillInAsync("/identity/account/email", ("Email", next));
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", email));
        await identity.InDatabase(async (IdentityDbContext db) =>
        {
            var now = DateTimeOffset.UtcNow;
            db.OutgoingMail.Add(With(OutgoingMail.Write("test", id, email, "Onderwerp", $"Beste {surname}", now)));
            db.Invitations.Add(new()
            {
                InvitationId = Guid.CreateVersion7(), Email = email, NormalizedEmail = email.ToUpperInvariant(), Role = "employer-contact", OrganisationId = organisation, InvitedAt = now, ExpiresAt = now.AddDays(7),
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
        return new(id, email, next, surname, reason, await identity.InDatabase(async (IdentityDbContext db) => await db.Appointments.CountAsync(a => a.PersonId == id, Cancellation)));

        Task<HttpResponseMessage> RegisterAsync() =>
            identity.Browser().FillInAsync("/identity/register", ("CallName", "Iemand"), ("Surname", surname), ("Email", email), ("Password", IdentityFixture.Password));

        // Parked, so that it stays.
        static OutgoingMail With(OutgoingMail mail) => new()
        {
            MailId = mail.MailId, Kind = mail.Kind, DataSubjectId = mail.DataSubjectId, Recipient = mail.Recipient, Subject = mail.Subject, Text = mail.Text, CreatedAt = mail.CreatedAt, TriedSince = mail.TriedSince, ParkedAt = mail.CreatedAt,
        };
    }
}
