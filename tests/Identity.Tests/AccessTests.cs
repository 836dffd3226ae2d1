using Metropool.Testing.Access;

namespace Metropool.Identity.Tests;

/// <summary>Every endpoint of the API, called by everybody, with real tokens.</summary>
public sealed class AccessTests(IdentityFixture identity)
{
    private const string Everybody = "deelnemer decaan werkgever-noord beheerder";

    private static readonly string[] Callers = ["nobody", "deelnemer", "decaan", "werkgever-noord", "beheerder"];

    // What changes something is tried with what is refused for what it asks, once the caller may ask it.
    private static readonly AccessEntry[] Entries =
    [
        new("GetMe", "GET", "/me", null, Everybody),
        new("GetProgrammeTime", "GET", "/programme-time", null, Everybody) { Changes = true },
        new("ListStaff", "GET", "/staff", null, "decaan beheerder") { Changes = true },
        new("AppointStaff", "POST", "/staff", """{ "userName": "no address", "displayName": "Trainer" }""", "beheerder"),
        new("ListOrganisations", "GET", "/organisations", null, "decaan beheerder") { Changes = true },
        new("RegisterOrganisation", "POST", "/organisations", """{ "name": "Voorbeeldgemeente", "kvkNumber": "no number" }""", "beheerder"),
        new("MakePeople", "POST", "/development/people", """{ "count": 0, "prefix": "A" }""", "beheerder"),
    ];

    private static readonly AccessMatrix Matrix = new("identity", Callers, Entries);

    public static TheoryData<string, string> Cells => Matrix.Cells();

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Every_endpoint_lets_through_whom_it_is_for_and_nobody_else(string endpoint, string caller) =>
        await Matrix.CheckAsync(endpoint, caller, await identity.ApiAsync(caller == "nobody" ? null : caller));

    [Fact]
    public void Every_endpoint_has_an_entry() => Matrix.AssertCovers(identity);
}
