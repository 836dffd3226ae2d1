using Metropool.Http;

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
            .WithName("UnlockAccount").WithSummary("Open an account that was closed by wrong passwords").WithDescription("At once, and the owner is told. Nobody opens their own.");
        accounts.MapPost("/{personId:guid}/sign-out", ManageAccount.SignOutAsync)
            .WithName("SignOutAccount").WithSummary("Sign somebody out everywhere").WithDescription("Their sessions and codes end now, access tokens within 15 minutes. The owner is told.");
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
