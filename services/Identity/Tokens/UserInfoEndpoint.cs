using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Tokens;

/// <summary>The claims about the owner of a token, as far as its scopes allow.</summary>
internal static class UserInfoEndpoint
{
    public static async Task<IResult> GetAsync(HttpContext context, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var token = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        if (!Guid.TryParse(token.GetClaim(Claims.Subject), out var personId)
            || await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == personId, cancellationToken) is not { } account)
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
            var wanted = Guid.TryParse(token.GetClaim(OrganisationClaim.Name), out var organisationId) ? organisationId : (Guid?)null;
            var roles = await PersonRoles.OfAsync(db, account, wanted, cancellationToken) ?? await PersonRoles.OfAsync(db, account, null, cancellationToken);
            answer[Claims.Name] = account.DisplayName;
            answer[Claims.Role] = roles!.Names;
            AddIfAny(answer, Claims.GivenName, account.CallName);
            AddIfAny(
                answer,
                Claims.FamilyName,
                account.Surname is null ? null : string.Join(' ', new[] { account.Prefix, account.Surname }.Where(part => part is not null)));
            AddIfAny(answer, OrganisationClaim.Name, roles.OrganisationId?.ToString());
        }

        if (token.HasScope(Scopes.Email))
        {
            answer[Claims.Email] = account.Email!;
            answer[Claims.EmailVerified] = account.EmailConfirmed;
        }

        return Results.Ok(answer);
    }

    private static void AddIfAny(Dictionary<string, object> answer, string claim, string? value)
    {
        if (value is not null)
        {
            answer[claim] = value;
        }
    }
}
