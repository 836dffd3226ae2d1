using Metropool.Http;
using Metropool.Identity.Erasure;

namespace Metropool.Identity.Accounts;

/// <summary>The caller, and the actions of administrators on accounts.</summary>
internal static class AccountsApi
{
    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/me", GetMe.HandleAsync).RequireAuthorization()
            .WithTags("Accounts").WithName("GetMe").WithSummary("Get the caller")
            .WithDescription("The person or the client that the token was issued to, with roles and organisations.");

        var accounts = routes.MapGroup("/accounts").RequireAuthorization(Policies.Administrator).WithTags("Accounts");
        accounts.MapPost("/lookups", LookUpAccount.HandleAsync)
            .WithName("LookUpAccount").WithSummary("Find an account by e-mail address")
            .WithDescription("A POST, so that the address isn't part of a URL. The response doesn't repeat it.");
        accounts.MapPost("/{personId:guid}/unlock", ManageAccount.UnlockAsync)
            .WithName("UnlockAccount").WithSummary("Unlock an account after wrong passwords or codes")
            .WithDescription("Takes effect at once, for every device and origin. The owner is notified. Administrators can't unlock their own account.");
        accounts.MapPost("/{personId:guid}/sign-out", ManageAccount.SignOutAsync)
            .WithName("SignOutAccount").WithSummary("End all sessions of a person")
            .WithDescription("Sessions and codes end at once, access tokens within 15 minutes. The owner is notified.");
        accounts.MapPost("/{personId:guid}/second-factors/removal", ManageAccount.RemoveSecondFactorsAsync)
            .WithName("RemoveSecondFactors").WithSummary("Remove lost second factors")
            .WithDescription(
                "Removes authenticator app, recovery codes and passkeys. First verify, and not by mail, that the request comes from the owner. All sessions "
                + "end, and the owner is notified. Administrators can't remove their own second factors here.");
        accounts.MapPost("/{personId:guid}/block", ManageAccount.BlockAsync)
            .WithName("BlockAccount").WithSummary("Block an account")
            .WithDescription(
                "All sessions end, and no one can sign in with the account. Identity rejects its access tokens at once; in other services they end within "
                + "15 minutes. The owner is notified. The last administrator can't be blocked.");
        accounts.MapPost("/{personId:guid}/unblock", ManageAccount.UnblockAsync)
            .WithName("UnblockAccount").WithSummary("Unblock an account").WithDescription("The owner can sign in again, and is notified.");
        accounts.MapGet("/{personId:guid}/actions", ManageAccount.ListAsync)
            .WithName("ListAccountActions").WithSummary("List the actions on an account")
            .WithDescription("The actions of administrators and operators, with time, administrator and reason; newest first. They never change.");
        accounts.MapDelete("/{personId:guid}", EraseAccount.HandleAsync)
            .WithName("EraseAccount").WithSummary("Erase the account of a person")
            .WithDescription(
                "Permanently, for an owner who asks for it and can't do it on the account page. Everything that belongs to the account is deleted, the owner "
                + "is notified by mail, and the erasure is published to all services. Administrators can't erase their own account here, and the last "
                + "administrator can't be erased. Repeating the request returns 204 too.");
        return routes;
    }
}

/// <summary>The policies of this service.</summary>
internal static class IdentityPolicies
{
    public const string StaffOrAdministrator = "staff-or-administrator";

    public static void AddIdentityPolicies(this IServiceCollection services) => services.AddAuthorizationBuilder()
        .AddPolicy(StaffOrAdministrator, policy => policy.RequireAssertion(context =>
            Caller.From(context.User) is { PersonId: not null, IsStaff: true } or { PersonId: not null, IsAdministrator: true }));
}
