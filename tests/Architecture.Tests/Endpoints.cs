using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Metropool.Architecture.Tests;

/// <summary>What a service answers to.</summary>
internal static class Endpoints
{
    /// <summary>
    /// The endpoints of a service or of the gateway. It is configured as in production, but not started: it connects to no database and no broker.
    /// </summary>
    public static IReadOnlyList<RouteEndpoint> Of(string service)
    {
        var find = typeof(Endpoints).GetMethod(nameof(Find), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (IReadOnlyList<RouteEndpoint>)find.MakeGenericMethod(Codebase.AssemblyOf(service).GetType("Program")!).Invoke(null, [service])!;
    }

    /// <summary>
    /// The address of an endpoint at the gateway, with a value for each parameter. The parameter of the OpenAPI document is its version.
    /// </summary>
    public static string AddressOf(string service, RouteEndpoint endpoint) =>
        $"/{service.ToLowerInvariant()}/{string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => segment.Parts[0] switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart { Name: "documentName" } => "v1",
            _ => "some",
        }))}";

    /// <summary>
    /// What is missing: everybody must be able to read what an endpoint is for, and somebody must have said who may call it.
    /// Health is for whoever starts the process: the gateway doesn't pass it on.
    /// </summary>
    public static IEnumerable<string> Faults(IEnumerable<RouteEndpoint> endpoints) =>
        endpoints.Where(endpoint => endpoint.RoutePattern.RawText is not ("/health" or "/alive")).SelectMany(endpoint =>
    {
        var metadata = endpoint.Metadata;
        var faults = new List<string>();
        if (metadata.GetMetadata<IAllowAnonymous>() is null
            && metadata.GetMetadata<IAuthorizeData>() is null
            && metadata.GetMetadata<AuthorizationPolicy>() is null)
        {
            faults.Add("no policy, and not for everybody either");
        }

        // What is part of the API of the service is in its document; health and the document itself aren't.
        if (endpoint.RoutePattern.RawText is { } path && path.StartsWith("/v1/", StringComparison.Ordinal) && path != "/v1/openapi.json")
        {
            faults.AddRange(metadata.GetMetadata<IEndpointNameMetadata>() is null ? ["no name"] : []);
            faults.AddRange(metadata.GetMetadata<IEndpointSummaryMetadata>() is null ? ["no summary"] : []);
            faults.AddRange(metadata.GetMetadata<IEndpointDescriptionMetadata>() is null ? ["no description"] : []);
        }

        return faults.Select(fault => $"{endpoint.DisplayName}: {fault}");
    });

    private static List<RouteEndpoint> Find<TProgram>(string service)
        where TProgram : class
    {
        using var application = Start<TProgram>(service);
        return [.. application.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct()];
    }

    private static WebApplicationFactory<TProgram> Start<TProgram>(string service)
        where TProgram : class
    {
        return new WebApplicationFactory<TProgram>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment(Environments.Development);
            host.UseSetting($"ConnectionStrings:{service}", "Host=localhost;Database=none");
            host.UseSetting("ConnectionStrings:broker", "amqp://localhost/none");
            host.ConfigureTestServices(services =>
            {
                foreach (var hosted in services.Where(descriptor => descriptor.ServiceType == typeof(IHostedService) && !IsWebHost(descriptor)).ToList())
                {
                    services.Remove(hosted);
                }
            });
        });
    }

    private static bool IsWebHost(ServiceDescriptor descriptor) => descriptor.ImplementationType?.Name == "GenericWebHostService";
}
