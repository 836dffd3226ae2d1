using System.Security.Claims;

namespace Metropool.Http;

/// <summary>
/// The caller of a request, as the token states it, with general roles. A role in an edition (dean, trainer, participant) follows from the service's own data.
/// </summary>
/// <remarks>Handlers take it as a parameter, which is bound from the request.</remarks>
public sealed record Caller
{
    /// <summary>The person; null where the caller is a client of an organisation.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The client that the token was issued to.</summary>
    public string? ClientId { get; init; }

    /// <summary>The organisation of the client or employer contact.</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary>The general roles, see <see cref="Roles"/>.</summary>
    public IReadOnlySet<string> InRoles { get; init; } = new HashSet<string>();

    /// <summary>Whether the caller works for the programme.</summary>
    public bool IsStaff => InRoles.Contains(Roles.Staff);

    /// <summary>Whether the caller administers accounts and organisations.</summary>
    public bool IsAdministrator => InRoles.Contains(Roles.Administrator);

    /// <summary>Whether the caller represents an employer: an employer contact, or a client of an organisation.</summary>
    public bool IsEmployer => OrganisationId is not null && (InRoles.Contains(Roles.EmployerContact) || PersonId is null);

    /// <summary>Reads the claims of a validated token: <c>sub</c>, <c>client_id</c>, <c>organisation</c>, <c>role</c>.</summary>
    public static Caller From(ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var (subject, client) = (user.FindFirstValue("sub"), user.FindFirstValue("client_id"));
        return new()
        {
            // The subject of a client's token is the client, whose id can look like a person's.
            PersonId = Guid.TryParse(subject, out var person) && subject != client ? person : null,
            ClientId = client,
            OrganisationId = Guid.TryParse(user.FindFirstValue("organisation"), out var organisation) ? organisation : null,
            InRoles = user.FindAll("role").Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal),
        };
    }

    /// <summary>Binds the caller; called by minimal APIs.</summary>
    public static ValueTask<Caller> BindAsync(Microsoft.AspNetCore.Http.HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(From(context.User));
    }
}

/// <summary>The general roles in a token.</summary>
public static class Roles
{
    /// <summary>Works for the programme.</summary>
    public const string Staff = "staff";

    /// <summary>Represents an employer.</summary>
    public const string EmployerContact = "employer-contact";

    /// <summary>Administers accounts and organisations.</summary>
    public const string Administrator = "administrator";
}

/// <summary>The authorization policies of route groups, which <see cref="ServiceApi"/> defines. Tests replace authentication, but never these.</summary>
public static class Policies
{
    /// <summary>Any signed-in person.</summary>
    public const string Person = "person";

    /// <summary>A person with the role <see cref="Roles.Staff"/>.</summary>
    public const string Staff = "staff";

    /// <summary>A person with the role <see cref="Roles.Administrator"/>.</summary>
    public const string Administrator = "administrator";

    /// <summary>An employer contact, or a client of an organisation.</summary>
    public const string Employer = "employer";
}
