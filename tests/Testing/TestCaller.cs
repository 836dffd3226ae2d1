using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Metropool.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Metropool.Testing;

/// <summary>The caller of a service in a test, with the claims of a token.</summary>
public sealed record TestCaller
{
    internal const string Scheme = "Test";
    private const string Header = "X-Test-Caller";

    private TestCaller(params IReadOnlyList<(string Type, string Value)> claims) =>
        Claims = claims.ToLookup(c => c.Type, c => c.Value).ToDictionary(g => g.Key, g => g.ToArray());

    private Dictionary<string, string[]> Claims { get; }

    /// <summary>A caller without a token.</summary>
    public static TestCaller Anonymous { get; } = new();

    /// <summary>A person without a role: a candidate or participant, if the data says so.</summary>
    public static TestCaller Person(Guid personId) => new(("sub", personId.ToString()));

    /// <summary>A staff member. The roles in editions are in the data.</summary>
    public static TestCaller Staff(Guid personId) => new(("sub", personId.ToString()), ("role", Roles.Staff));

    /// <summary>An administrator.</summary>
    public static TestCaller Administrator(Guid personId) => new(("sub", personId.ToString()), ("role", Roles.Administrator));

    /// <summary>A contact of an employer.</summary>
    public static TestCaller EmployerContact(Guid personId, Guid organisationId) =>
        new(("sub", personId.ToString()), ("role", Roles.EmployerContact), ("organisation", organisationId.ToString()));

    /// <summary>A staff member who is also a contact of an employer.</summary>
    public static TestCaller StaffAndContact(Guid personId, Guid organisationId) =>
        new(("sub", personId.ToString()), ("role", Roles.Staff), ("role", Roles.EmployerContact), ("organisation", organisationId.ToString()));

    /// <summary>A client of an organisation.</summary>
    public static TestCaller OrganisationClient(string clientId, Guid organisationId) =>
        new(("sub", clientId), ("client_id", clientId), ("organisation", organisationId.ToString()));

    /// <summary>A caller with all roles, whom every policy allows.</summary>
    public static TestCaller WithAllRoles(Guid personId) => new(
        ("sub", personId.ToString()),
        ("role", Roles.Staff),
        ("role", Roles.Administrator),
        ("role", Roles.EmployerContact),
        ("organisation", Guid.CreateVersion7().ToString()));

    internal void ApplyTo(HttpClient client)
    {
        if (Claims.Count > 0)
        {
            client.DefaultRequestHeaders.Add(Header, JsonSerializer.Serialize(Claims));
        }
    }

    internal static ClaimsPrincipal? Read(Microsoft.AspNetCore.Http.HttpRequest request)
    {
        if (request.Headers[Header].ToString() is not { Length: > 0 } text)
        {
            return null;
        }

        var claims = JsonSerializer.Deserialize<Dictionary<string, string[]>>(text)!.SelectMany(c => c.Value.Select(value => new Claim(c.Key, value)));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme, "name", "role"));
    }
}

/// <summary>Authenticates a caller by the header that <see cref="TestCaller"/> sets. The policies are the real ones.</summary>
internal sealed class TestAuthenticationHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(TestCaller.Read(Request) is { } user
        ? AuthenticateResult.Success(new AuthenticationTicket(user, TestCaller.Scheme))
        : AuthenticateResult.NoResult());
}
