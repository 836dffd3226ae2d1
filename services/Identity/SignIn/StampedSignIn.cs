using System.Globalization;
using System.Security.Claims;
using Metropool.Identity.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Metropool.Identity.SignIn;

/// <summary>
/// Writes into the cookie when somebody showed who they are. The cookie's own time of issue moves each time it is renewed; <c>max_age</c> and <c>auth_time</c>
/// of OpenID Connect are about the sign-in itself.
/// </summary>
internal sealed class StampedSignIn(
    UserManager<Account> accounts,
    IHttpContextAccessor context,
    IUserClaimsPrincipalFactory<Account> principals,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<Account> confirmation,
    TimeProvider time)
    : SignInManager<Account>(accounts, context, principals, options, logger, schemes, confirmation)
{
    private const string SignedInAt = "signed-in-at";

    public override Task SignInWithClaimsAsync(Account user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        // A sign-in that is only refreshed keeps its moment.
        authenticationProperties ??= new();
        authenticationProperties.Items.TryAdd(SignedInAt, time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return base.SignInWithClaimsAsync(user, authenticationProperties, additionalClaims);
    }

    /// <summary>When the person of a cookie signed in; UTC, to the second.</summary>
    public static DateTimeOffset? TimeOf(AuthenticationProperties? cookie) =>
        cookie?.Items.TryGetValue(SignedInAt, out var seconds) == true && long.TryParse(seconds, CultureInfo.InvariantCulture, out var at) ? DateTimeOffset.FromUnixTimeSeconds(at) : null;
}
