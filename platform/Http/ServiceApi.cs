using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Metropool.Http;

/// <summary>Describes an HTTP API of the platform.</summary>
/// <param name="Name">The name of the service, such as <c>intake</c>: the first segment of its paths and the audience of its tokens.</param>
/// <param name="Title">The title in the OpenAPI document.</param>
/// <param name="Version">The semantic version, in <c>API-Version</c> of every response and in <c>info.version</c>.</param>
/// <param name="Description">The purpose of the API.</param>
public sealed record ApiDescription(string Name, string Title, string Version, string Description);

/// <summary>Marks an endpoint of the API of a service, as opposed to its pages and health checks.</summary>
public sealed record ApiEndpoint;

/// <summary>Configures the HTTP API of a service (NL API Design Rules 2.2.0).</summary>
public static class ServiceApi
{
    /// <summary>The path segment with the major version of the API, below that of the service.</summary>
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
            .AddPolicy(Policies.Administrator, policy => policy.RequireAssertion(
                context => Caller.From(context.User) is { PersonId: not null, IsAdministrator: true }))
            .AddPolicy(Policies.Employer, policy => policy.RequireAssertion(context => Caller.From(context.User).IsEmployer));
        return builder;
    }

    /// <summary>Adds problem details for refused and failed requests. Also used by processes that aren't services.</summary>
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<RequestFailures>();
        return services;
    }

    /// <summary>Adds the middleware, and returns the group <c>/v1</c> below the service's path, on which features are mapped.</summary>
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

    // 404, 405 and 415 don't require authentication.
    private static void UseUnmatched(this WebApplication app) => app.Use((context, next) =>
    {
        switch (context.GetEndpoint())
        {
            case RouteEndpoint:
                return next(context);
            case { RequestDelegate: { } handler }:
                return handler(context);
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    });
}
