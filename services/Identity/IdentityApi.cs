using Metropool.Http;

namespace Metropool.Identity;

/// <summary>The description of this API.</summary>
internal static class IdentityApi
{
    public static ApiDescription Description { get; } = new(
        "identity",
        "Metropool Identity",
        "1.0.0",
        "Accounts of people, appointments of staff, organisations and their clients; sign-in and tokens for all of Metropool (OpenID Connect).");
}
