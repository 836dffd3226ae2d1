using Metropool.Identity.Pages;
using Metropool.Identity.Security;
using Metropool.Identity.Self;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Tokens;

/// <summary>The authorization endpoint: returns a code for a person who is signed in, and redirects others to the sign-in page.</summary>
internal static class AuthorizationEndpoint
{
    public static async Task<IResult> AuthorizeAsync(
        HttpContext context,
        IdentityDbContext db,
        SecondFactorPolicy secondFactor,
        SecondFactors factors,
        IOpenIddictApplicationManager clients,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (context.GetOpenIddictServerResponse() is { } failure)
        {
            // The client or its address is unknown, so the error is shown to the person instead.
            return IdentityPages.Refused(failure);
        }

        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("This is no request of OpenID Connect.");
        if (await SignInSessions.CurrentAsync(context) is not { } signedIn || !IsFresh(signedIn.At, request, time))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.LoginRequired, "No one is signed in.")
                : Results.Redirect(PageGroup.Href(SignInPage.Path, Again(context, request)));
        }

        if (!signedIn.WithTwoFactors && secondFactor.IsAskedOf(signedIn.Account))
        {
            // The page of the second factor, or the page to set one up.
            var page = await factors.PageOfAsync(signedIn.Account, cancellationToken) ?? AuthenticatorPage.Path;
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.InteractionRequired, "A second factor is needed.")
                : Results.Redirect(PageGroup.Href(page, Again(context, request)));
        }

        if (!TryOrganisation((string?)request.GetParameter(OrganisationClaim.Name), out var organisationId)
            || await PersonRoles.OfAsync(db, signedIn.Account, organisationId, cancellationToken) is not { } roles)
        {
            return Refuse(Errors.AccessDenied, "The person isn't a contact of this organisation.");
        }

        var client = await clients.FindByClientIdAsync(request.ClientId!, cancellationToken) ?? throw new InvalidOperationException("The client is gone.");
        var scopes = request.GetScopes();
        var services = ClaimsPrincipalFactory.ServicesFor(scopes, await clients.GetPermissionsAsync(client, cancellationToken));
        return Results.SignIn(
            ClaimsPrincipalFactory.Of(signedIn, roles, scopes, services),
            authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static bool TryOrganisation(string? text, out Guid? organisationId)
    {
        organisationId = Guid.TryParse(text, out var id) ? id : null;
        return string.IsNullOrEmpty(text) || organisationId is not null;
    }

    /// <summary>An error of OpenID Connect.</summary>
    public static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

    private static bool IsFresh(DateTimeOffset signedInAt, OpenIddictRequest request, TimeProvider time) =>
        !request.HasPromptValue(PromptValues.Login) && !request.HasPromptValue(PromptValues.SelectAccount)
        && (request.MaxAge is not { } seconds || time.GetUtcNow() - signedInAt <= TimeSpan.FromSeconds(seconds));

    // The request continues after signing in, without the prompt that is then fulfilled.
    private static string Again(HttpContext context, OpenIddictRequest request)
    {
        IEnumerable<KeyValuePair<string, StringValues>> parameters = HttpMethods.IsPost(context.Request.Method) ? context.Request.Form : context.Request.Query;
        var again = QueryString.Create(parameters.Where(parameter => parameter.Key is not (Parameters.Prompt or Parameters.MaxAge)));
        return UriHelper.BuildRelative(context.Request.PathBase, OpenIdConnectServer.AuthorizationPath, again);
    }
}
