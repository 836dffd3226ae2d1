using System.Net.Http.Json;
using System.Security.Cryptography;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Invitations;
using Metropool.Identity.Organisations;
using Metropool.Mail;
using Metropool.Testing;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Identity.Tests;

/// <summary>The database use of every GET request.</summary>
public sealed class DatabaseUseTests(IdentityFixture identity) : DatabaseUseTests<Program>(identity)
{
    private readonly IdentityFixture _identity = identity;
    private readonly string _clientId = NewClientId();
    private Guid _organisationId;
    private Guid _personId;
    private HttpClient _administrator = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected override async Task<IReadOnlyCollection<MeasuredRequest>> AddFewAsync()
    {
        _administrator = await _identity.ApiAsync("beheerder");
        _organisationId = await _identity.RegisterOrganisationAsync();
        (var email, _personId) = await _identity.RegisteredAsync();
        var (person, tokens) = (await _identity.ApiAsync(null), await _identity.Browser().SignInForTokenAsync(email, IdentityFixture.Password));
        person.DefaultRequestHeaders.Authorization = new("Bearer", tokens.AccessToken);
        await RegisterClientAsync(_clientId);
        await AddAsync(Few);
        var (contactId, invitationId) = await _identity.InDatabase(async db =>
        {
            var contact = new Contact { OrganisationId = _organisationId, PersonId = _personId, Since = DateTimeOffset.UtcNow };
            var invitation = NewInvitation();
            db.AddRange(contact, invitation);
            await db.SaveChangesAsync(Cancellation);
            return (contact.PersonId, invitation.InvitationId);
        });
        var (staffId, organisation) = (_identity.User("decaan").PersonId, $"/identity/v1/organisations/{_organisationId}");
        return
        [
            new("GetProgrammeTime", person, "/identity/v1/programme-time", Children.None),
            new("GetMe", person, "/identity/v1/me"),
            new("ListAccountActions", _administrator, $"/identity/v1/accounts/{_personId}/actions"),
            new("ListStaff", _administrator, "/identity/v1/staff"),
            new("GetStaffMember", _administrator, $"/identity/v1/staff/{staffId}", Children.None),
            new("ListAppointments", _administrator, $"/identity/v1/staff/{_personId}/appointments"),
            new("ListInvitations", _administrator, "/identity/v1/staff/invitations"),
            new("GetInvitation", _administrator, $"/identity/v1/staff/invitations/{invitationId}", Children.None),
            new("ListOrganisations", _administrator, "/identity/v1/organisations"),
            new("SearchDirectory", person, "/identity/v1/organisations/directory?name=demogemeente"),
            new("GetOrganisation", _administrator, organisation, Children.None),
            new("ListContacts", _administrator, $"{organisation}/contacts"),
            new("GetContact", _administrator, $"{organisation}/contacts/{contactId}", Children.None),
            new("ListClients", _administrator, $"{organisation}/clients"),
            new("GetClient", _administrator, $"{organisation}/clients/{_clientId}", Children.None),
            new("ListParkedMails", _administrator, "/identity/v1/outgoing-mails/parked"),
        ];
    }

    protected override Task AddManyAsync() => AddAsync(Many);

    private async Task AddAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var organisationId = await _identity.RegisterOrganisationAsync();
            await RegisterClientAsync(NewClientId());
            await _identity.InDatabase(db =>
            {
                var now = DateTimeOffset.UtcNow;
                var staff = Account.Register(Some.Id(), NewAddress(), new PersonName($"Medewerker {i}"), [Roles.Staff], now);
                (staff.NormalizedUserName, staff.NormalizedEmail) = (staff.UserName!.ToUpperInvariant(), staff.Email!.ToUpperInvariant());
                db.AddRange(
                    staff,
                    new Contact { OrganisationId = _organisationId, PersonId = staff.Id, Since = now },
                    new Contact { OrganisationId = organisationId, PersonId = _personId, Since = now },
                    new Appointment { AppointmentId = Some.Id(), PersonId = _personId, Role = Roles.Staff, Given = true, At = now },
                    new AccountAction { ActionId = Some.Id(), PersonId = _personId, Kind = AccountActionKind.Unlocked, At = now },
                    NewInvitation(),
                    ParkedMail(now));
                return db.SaveChangesAsync(Cancellation);
            });
        }
    }

    private async Task RegisterClientAsync(string clientId)
    {
        using var key = RSA.Create(2048);
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key));
        using var registered = await _administrator.PostAsJsonAsync(
            $"/identity/v1/organisations/{_organisationId}/clients",
            new { clientId, displayName = "Zaaksysteem", keys = new[] { new { kid = "k", kty = "RSA", n = jwk.N, e = jwk.E } } },
            Cancellation);
        Assert.True(registered.IsSuccessStatusCode, await registered.Content.ReadAsStringAsync(Cancellation));
    }

    private static Invitation NewInvitation()
    {
        var (email, now) = (NewAddress(), DateTimeOffset.UtcNow);
        return new()
        {
            InvitationId = Some.Id(), Email = email, NormalizedEmail = email.ToUpperInvariant(), Role = Roles.Staff,
            InvitedAt = now, ExpiresAt = now.AddDays(7),
        };
    }

    private static OutgoingMail ParkedMail(DateTimeOffset now) =>
        new() { MailId = Some.Id(), Kind = "test", Recipient = NewAddress(), Subject = "s", Text = "t", CreatedAt = now, TriedSince = now, ParkedAt = now };

    private static string NewAddress() => $"{Guid.NewGuid():N}@demo.metropool.example";

    private static string NewClientId() => $"client-{Guid.NewGuid():N}";
}
