using Metropool.Identity.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Tokens;

/// <summary>What the person whose token this is agreed to tell a client.</summary>
internal static class UserInfo
{
    public static async Task<IResult> GetAsync(HttpContext context, UserManager<Account> accounts)
    {
        var token = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        var subject = token.GetClaim(Claims.Subject);
        if (!Guid.TryParse(subject, out _) || await accounts.FindByIdAsync(subject) is not { } account)
        {
            return Results.Challenge(
                new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidToken,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The token is not a person's.",
                }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        var answer = new Dictionary<string, object> { [Claims.Subject] = account.Id.ToString() };
        if (token.HasScope(Scopes.Profile))
        {
            answer[Claims.Name] = account.DisplayName;
            answer[Claims.Role] = account.Roles;
            if (account.OrganisationId is { } organisationId)
            {
                answer[OrganisationClaim.Name] = organisationId;
            }
        }

        return Results.Ok(answer);
    }
}
