using System.Net;
using Metropool.Testing.Access;

namespace Metropool.Identity.Tests;

/// <summary>Every endpoint of the API, called by every kind of caller, with real tokens.</summary>
public sealed class AccessTests(IdentityFixture identity)
{
    private const string Everybody = "deelnemer decaan werkgever-noord beheerder";

    private static readonly string[] Callers = ["nobody", "deelnemer", "decaan", "werkgever-noord", "beheerder"];

    // An unknown object: administrators get 404, other callers 403.
    private static readonly HttpStatusCode[] UnknownToAdministrators =
        [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.NotFound];

    // Changes are tried with an invalid request, which is refused after the caller is accepted.
    private static readonly AccessEntry[] Entries =
    [
        new("GetMe", "GET", "/me", null, Everybody),
        new("GetProgrammeTime", "GET", "/programme-time", null, Everybody) { Changes = true },
        new("ListStaff", "GET", "/staff", null, "decaan beheerder") { Changes = true },
        new("AppointStaff", "POST", "/staff", """{ "email": "no address", "role": "Staff" }""", "beheerder"),
        new("GetStaffMember", "GET", "/staff/{decaan}", null, "decaan beheerder"),
        new("DismissStaff", "POST", "/staff/{nobody}/dismissal", """{ "role": "Dean" }""", "beheerder"),
        new("ListAppointments", "GET", "/staff/{nobody}/appointments", null, UnknownToAdministrators),
        new("ListInvitations", "GET", "/staff/invitations", null, "beheerder") { Changes = true },
        new("GetInvitation", "GET", "/staff/invitations/{nobody}", null, UnknownToAdministrators),
        new("RenewInvitation", "POST", "/staff/invitations/{nobody}/renewal", null, UnknownToAdministrators),
        new("WithdrawInvitation", "DELETE", "/staff/invitations/{nobody}", null, UnknownToAdministrators),
        new("LookUpAccount", "POST", "/accounts/lookups", """{ "email": "no address" }""", "beheerder"),
        new("UnlockAccount", "POST", "/accounts/{nobody}/unlock", null, UnknownToAdministrators),
        new("SignOutAccount", "POST", "/accounts/{nobody}/sign-out", null, UnknownToAdministrators),
        new("RemoveSecondFactors", "POST", "/accounts/{nobody}/second-factors/removal", """{ "reason": "Ticket 1" }""", UnknownToAdministrators),
        new("BlockAccount", "POST", "/accounts/{nobody}/block", """{ "reason": "Ticket 1" }""", UnknownToAdministrators),
        new("UnblockAccount", "POST", "/accounts/{nobody}/unblock", """{ "reason": "Ticket 1" }""", UnknownToAdministrators),
        new("ListAccountActions", "GET", "/accounts/{nobody}/actions", null, UnknownToAdministrators),
        new("EraseAccount", "DELETE", "/accounts/{nobody}", null, UnknownToAdministrators),
        new("ListParkedMails", "GET", "/outgoing-mails/parked", null, "beheerder") { Changes = true },
        new("ReleaseMails", "POST", "/outgoing-mails/parked/release", null, "beheerder"),
        new("DiscardMail", "DELETE", "/outgoing-mails/parked/{nobody}", null, UnknownToAdministrators),
        new("ReleaseMail", "POST", "/outgoing-mails/{nobody}/release", null, UnknownToAdministrators),
        new("ListOrganisations", "GET", "/organisations", null, "decaan beheerder") { Changes = true },
        new("SearchDirectory", "GET", "/organisations/directory?name=gemeente", null, Everybody) { Changes = true },
        new("RegisterOrganisation", "POST", "/organisations", """{ "name": "Voorbeeldgemeente", "kvkNumber": "no number" }""", "beheerder"),
        new("GetOrganisation", "GET", "/organisations/{organisation}", null, "decaan beheerder") { Changes = true },
        new("ChangeOrganisation", "PUT", "/organisations/{organisation}", """{ "name": "{name}" }""", "beheerder"),
        new("DeactivateOrganisation", "POST", "/organisations/{organisation}/deactivation", null, "beheerder"),
        new("ActivateOrganisation", "POST", "/organisations/{organisation}/activation", null, "beheerder"),
        new("ListContacts", "GET", "/organisations/{organisation}/contacts", null, "decaan beheerder"),
        new("AppointContact", "POST", "/organisations/{organisation}/contacts", """{ "email": "no address" }""", "beheerder"),
        new(
            "GetContact",
            "GET",
            "/organisations/{organisation}/contacts/{nobody}",
            null,
            [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.NotFound]),
        new("DismissContact", "DELETE", "/organisations/{organisation}/contacts/{nobody}", null, UnknownToAdministrators),
        new("ListClients", "GET", "/organisations/{organisation}/clients", null, "beheerder"),
        new(
            "RegisterClient", "POST", "/organisations/{organisation}/clients", """{ "clientId": "NO", "displayName": "Zaaksysteem", "keys": [] }""",
            "beheerder"),
        new("GetClient", "GET", "/organisations/{organisation}/clients/no-client", null, UnknownToAdministrators),
        new("AddClientKey", "POST", "/organisations/{organisation}/clients/no-client/keys", "{}", "beheerder"),
        new("RetireClientKey", "DELETE", "/organisations/{organisation}/clients/no-client/keys/no-key", null, UnknownToAdministrators),
        new("DeactivateClient", "POST", "/organisations/{organisation}/clients/no-client/deactivation", null, UnknownToAdministrators),
        new("ActivateClient", "POST", "/organisations/{organisation}/clients/no-client/activation", null, UnknownToAdministrators),
        new("CreateDemoAccounts", "POST", "/development/people", """{ "count": 0, "prefix": "A" }""", "beheerder"),
    ];

    private static readonly AccessMatrix Matrix = new("identity", Callers, Entries);

    public static TheoryData<string, string> Cells => Matrix.Cells();

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Every_endpoint_answers_only_the_callers_that_it_is_for(string endpoint, string caller)
    {
        var (name, organisation) = await OrganisationAsync();
        await Matrix.CheckAsync(
            endpoint, caller, await identity.ApiAsync(caller == "nobody" ? null : caller),
            text => text.Replace("{nobody}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal)
                .Replace("{organisation}", organisation.ToString(), StringComparison.Ordinal)
                .Replace("{decaan}", identity.User("decaan").PersonId.ToString(), StringComparison.Ordinal)
                .Replace("{name}", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_endpoint_has_an_entry() => Matrix.AssertCovers(identity);

    // A new organisation for each cell, so that cells don't affect each other.
    private async Task<(string Name, Guid Id)> OrganisationAsync()
    {
        var name = $"Voorbeeldgemeente {Guid.NewGuid():N}";
        return (name, await identity.RegisterOrganisationAsync(name));
    }
}
