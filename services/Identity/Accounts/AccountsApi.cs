using Metropool.Http;
using Metropool.Identity.Erasure;

namespace Metropool.Identity.Accounts;

/// <summary>Who am I, and what an administrator does for the account of another.</summary>
internal static class AccountsApi
{
    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/me", GetMe.HandleAsync).RequireAuthorization()
            .WithTags("Accounts").WithName("GetMe").WithSummary("Who am I")
            .WithDescription("What is known of the holder of the token: a person, or the client of an organisation.");

        var accounts = routes.MapGroup("/accounts").RequireAuthorization(Policies.Administrator).WithTags("Accounts");
        accounts.MapPost("/lookups", LookUpAccount.HandleAsync)
            .WithName("LookUpAccount").WithSummary("Find an account by e-mail address").WithDescription("A POST, so that the address stands in no URL. The answer doesn't repeat it.");
        accounts.MapPost("/{personId:guid}/unlock", ManageAccount.UnlockAsync)
            .WithName("UnlockAccount").WithSummary("Open an account that wrong passwords or codes have closed")
            .WithDescription("At once and for every device and origin; the owner is notified. Nobody opens their own.");
        accounts.MapPost("/{personId:guid}/sign-out", ManageAccount.SignOutAsync)
            .WithName("SignOutAccount").WithSummary("Sign somebody out everywhere").WithDescription("Their sessions and codes end now, access tokens within 15 minutes. The owner is told.");
        accounts.MapPost("/{personId:guid}/second-factors/removal", ManageAccount.RemoveSecondFactorsAsync)
            .WithName("RemoveSecondFactors").WithSummary("Remove the second factors that somebody lost")
            .WithDescription("Authenticator app, recovery codes and passkeys. Make sure first, and not by mail, that it is they who ask. They are signed out everywhere and told; nobody removes their own here.");
        accounts.MapPost("/{personId:guid}/block", ManageAccount.BlockAsync)
            .WithName("BlockAccount").WithSummary("Block an account")
            .WithDescription("They are signed out everywhere, and nobody signs in with it in any way; Identity takes none of its access tokens any more, and with other services they end within 15 minutes. The owner is told. The last administrator stays.");
        accounts.MapPost("/{personId:guid}/unblock", ManageAccount.UnblockAsync)
            .WithName("UnblockAccount").WithSummary("Unblock an account").WithDescription("Signing in is possible again. The owner is told.");
        accounts.MapGet("/{personId:guid}/measures", ManageAccount.ListAsync)
            .WithName("ListAccountMeasures").WithSummary("List what was done to an account").WithDescription("When, by whom and why; newest first. Nothing in it is ever changed.");
        accounts.MapDelete("/{personId:guid}", EraseAccount.HandleAsync)
            .WithName("EraseAccount").WithSummary("Erase somebody's account")
            .WithDescription("For good, when its owner asks for it and can't do it on the account page. What hangs on the account goes with it, the owner is told by mail, and every service learns of it. Nobody erases their own here, and the last administrator stays. Once it is done it is done: again is 204 too.");
        return routes;
    }
}

/// <summary>Policies of this service alone.</summary>
internal static class IdentityPolicies
{
    public const string StaffOrAdministrator = "staff-or-administrator";

    public static void AddIdentityPolicies(this IServiceCollection services) => services.AddAuthorizationBuilder()
        .AddPolicy(StaffOrAdministrator, policy => policy.RequireAssertion(context =>
            Caller.From(context.User) is { PersonId: not null, IsStaff: true } or { PersonId: not null, IsAdministrator: true }));
}
