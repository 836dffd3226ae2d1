using System.Text.Json.Nodes;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Metropool.Testing.Conformance;

/// <summary>The OpenAPI document is complete, and describes the endpoints of the service.</summary>
public abstract partial class ConformanceTests<TProgram>
{
    [Fact]
    public async Task The_document_has_a_contact_servers_a_version_and_security()
    {
        var (document, faults) = (await DocumentAsync(), new List<string>());
        var info = document["info"]!;
        foreach (var field in new[] { "name", "email", "url" })
        {
            Expect(faults, !string.IsNullOrEmpty(info["contact"]?[field]?.ToString()), $"info.contact has no {field}");
        }

        var servers = document["servers"]!.AsArray().Select(server => server!["url"]!.ToString());
        Expect(faults, servers.All(url => url.EndsWith("/v1", StringComparison.Ordinal)), "a server URL doesn't end in the major version");
        Expect(faults, info["version"]!.ToString().StartsWith("1.", StringComparison.Ordinal), "info.version is not that of the path");
        Expect(faults, document["components"]!["securitySchemes"] is JsonObject { Count: > 0 }, "no security scheme is described");
        Expect(faults, document["security"] is JsonArray { Count: > 0 }, "no token is required");
        foreach (var operation in Operations(document))
        {
            foreach (var (status, response) in operation.Description["responses"]!.AsObject())
            {
                var resolved = response!["$ref"] is { } reference ? document["components"]!["responses"]![reference.ToString().Split('/')[^1]]! : response;
                Expect(faults, resolved["headers"]?["API-Version"] is not null, $"{operation.Name}: {status} doesn't describe API-Version");
            }
        }

        AssertNone(faults);
    }

    [Fact]
    public void The_clocks_of_the_service_have_the_precision_of_the_database()
    {
        var services = fixture.Application.Services;
        TimeProvider[] clocks = [services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ProgrammeClock>()];

        Assert.All(
            Enumerable.Repeat(clocks, 100).SelectMany(clock => clock),
            clock => Assert.Equal(0, clock.GetUtcNow().Ticks % TimeSpan.TicksPerMicrosecond));
    }

    [Fact]
    public async Task The_document_is_public_and_available_from_every_origin()
    {
        var address = new Uri($"/{fixture.Service}/v1/openapi.json", UriKind.Relative);
        using var response = await AnonymousClient.GetAsync(address);
        using var preflightRequest = new HttpRequestMessage(HttpMethod.Options, address);
        preflightRequest.Headers.TryAddWithoutValidation("Origin", "https://elsewhere.example");
        using var preflight = await AnonymousClient.SendAsync(preflightRequest);

        Assert.All([response, preflight], answer => Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin"))));
        Assert.True(preflight.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Every_endpoint_is_documented_and_has_an_authorization_policy()
    {
        var documented = Operations(await DocumentAsync()).Select(operation => operation.Description["operationId"]?.ToString()).ToHashSet();
        var faults = new List<string>();
        foreach (var endpoint in fixture.Endpoints())
        {
            var metadata = endpoint.Metadata;
            var hasPolicy = metadata.GetMetadata<IAllowAnonymous>() is not null
                || metadata.GetMetadata<IAuthorizeData>() is not null
                || metadata.GetMetadata<AuthorizationPolicy>() is not null;
            Expect(faults, hasPolicy, $"{endpoint.DisplayName}: has no authorization policy");
            var isPage = metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not null && metadata.GetMetadata<ApiEndpoint>() is null;
            var name = metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;
            Expect(faults, isPage || documented.Contains(name), $"{endpoint.DisplayName}: is not in the document");
        }

        AssertNone(faults);
    }

    [Fact]
    public async Task A_request_schema_has_exactly_the_properties_that_are_read()
    {
        var options = fixture.Application.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var operations = Operations(await DocumentAsync()).ToDictionary(operation => operation.Description["operationId"]!.ToString());
        var faults = new List<string>();
        foreach (var endpoint in fixture.Endpoints())
        {
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type
                && endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is { } name
                && operations.TryGetValue(name, out var operation))
            {
                faults.AddRange(RequestSchemas.Differences(operation, type, options).Select(difference => $"{operation.Name}: {difference}"));
            }
        }

        AssertNone(faults);
    }

    [Fact]
    public async Task Every_list_has_pages_or_a_reason_why_it_is_bounded()
    {
        var faults = new List<string>();
        foreach (var operation in Operations(await DocumentAsync()))
        {
            var isExplained = !operation.IsArray || operation.Description["x-whole-list"] is not null;
            Expect(faults, isExplained, $"{operation.Name}: returns an array without pages, and x-whole-list doesn't explain why it is bounded");
            var hasPaging = !operation.IsPage || (operation.HasParameter("limit") && operation.HasParameter("cursor"));
            Expect(faults, hasPaging, $"{operation.Name}: returns a page, but has no parameters limit and cursor");
        }

        AssertNone(faults);
    }
}
