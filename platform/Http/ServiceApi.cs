using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Metropool.Http;

/// <summary>What an HTTP API of the platform is called.</summary>
/// <param name="Name">The name of the service and the first segment of its paths, such as <c>intake</c>; the audience of its tokens.</param>
/// <param name="Title">The title in the OpenAPI document.</param>
/// <param name="Version">Semantic version; in <c>API-Version</c> of every response and <c>info.version</c>.</param>
/// <param name="Description">What it is for.</param>
public sealed record ApiDescription(string Name, string Title, string Version, string Description);

/// <summary>Says of an endpoint that it belongs to the API of the service, and not to its pages or its health.</summary>
public sealed record ApiEndpoint;

/// <summary>What every HTTP API of the platform shares (NL API Design Rules 2.2.0).</summary>
public static class ServiceApi
{
    /// <summary>The first segment of the API's paths below the service's own; its major version.</summary>
    public const string BasePath = "/v1";

    /// <summary>Adds authentication, authorization, problem details, validation, JSON rules, shared settings and the OpenAPI document.</summary>
    public static TBuilder AddServiceApi<TBuilder>(this TBuilder builder, ApiDescription api)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(api);

        builder.Services.AddSingleton(api);
        builder.Services.AddSharedSettings(api.Name);
        builder.Services.AddProblems();
        builder.Services.AddApiDocument(api);
        builder.Services.ConfigureHttpJsonOptions(options => JsonRules.Apply(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.Configure<KestrelServerOptions>(options =>
        {
            (options.Limits.MaxRequestBodySize, options.AddServerHeader) = (BodyLimit.Default, false);
            options.RequestHeaderEncodingSelector = RequestHeaders.EncodingOf;
        });
        builder.Services.AddTrustedProxies();
        builder.Services.AddTokenAuthentication(api.Name);
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Policies.Person, policy => policy.RequireAssertion(context => Caller.From(context.User).PersonId is not null))
            .AddPolicy(Policies.Staff, policy => policy.RequireAssertion(context => Caller.From(context.User) is { PersonId: not null, IsStaff: true }))
            .AddPolicy(Policies.Administrator, policy => policy.RequireAssertion(context => Caller.From(context.User) is { PersonId: not null, IsAdministrator: true }))
            .AddPolicy(Policies.Employer, policy => policy.RequireAssertion(context => Caller.From(context.User).IsEmployer));
        return builder;
    }

    /// <summary>Adds problem details for everything that goes wrong, to a process that isn't a service of its own as well.</summary>
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<RequestFailures>();
        return services;
    }

    /// <summary>Adds the middleware in its order, and returns the group <c>/v1</c> under the service's base path that features map themselves on.</summary>
    public static RouteGroupBuilder UseServiceApi(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);

        var api = app.Services.GetRequiredService<ApiDescription>();
        app.UseForwardedHeaders();
        app.UseResponseHeaders(api.Version);
        app.UseRouteHeader(api.Name);
        app.UsePathBase($"/{api.Name}");
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseNoTrailingSlash();
        app.UseRouting();
        app.UseRequestBodies();
        app.UseAuthentication();
        app.UseUnmatched();
        app.UseAuthorization();
        app.UseRequestInspection();
        app.UseIdempotencyKeys();
        app.MapApiDocument();
        return app.MapGroup(BasePath).WithMetadata(new ApiEndpoint()).WithHead().WithRequestValidation().WithEntityTags();
    }

    private static void UseNoTrailingSlash(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Request.Path.Value is not { Length: > 1 } path || path[^1] != '/')
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    // 404 for what isn't there, and 405 or 415 for what is there in another way, before anybody is asked who they are.
    private static void UseUnmatched(this WebApplication app) => app.Use((context, next) =>
    {
        switch (context.GetEndpoint())
        {
            case RouteEndpoint:
                return next(context);
            case { RequestDelegate: { } answer }:
                return answer(context);
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    });
}
