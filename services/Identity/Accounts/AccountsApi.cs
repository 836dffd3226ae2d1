using Metropool.Http;

namespace Metropool.Identity.Accounts;

/// <summary>Who am I, and who works for the programme.</summary>
internal static class AccountsApi
{
    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/me", GetMe.HandleAsync).RequireAuthorization()
            .WithTags("Accounts").WithName("GetMe").WithSummary("Who am I")
            .WithDescription("What is known of the holder of the token: a person, or the client of an organisation.");

        var staff = routes.MapGroup("/staff").WithTags("Staff");
        staff.MapGet("", ListStaff.HandleAsync).RequireAuthorization(IdentityPolicies.StaffOrAdministrator)
            .WithName("ListStaff").WithSummary("List staff").WithDescription("Everybody who works for the programme, by name.");
        staff.MapPost("", AppointStaff.HandleAsync).RequireAuthorization(Policies.Administrator)
            .WithName("AppointStaff").WithSummary("Appoint somebody as staff")
            .WithDescription("Makes an account for somebody who works for the programme. Which part they hold in an edition is said in Scheduling. Without a password nobody can sign in with the account yet.");
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
