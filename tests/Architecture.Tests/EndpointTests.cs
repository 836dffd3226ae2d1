using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Metropool.Architecture.Tests;

public sealed class EndpointTests
{
    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void Every_endpoint_says_what_it_is_for_and_who_may_call_it(string service)
    {
        var endpoints = Endpoints.Of(service);

        Assert.Contains(endpoints, endpoint => endpoint.RoutePattern.RawText?.StartsWith("/v1/", StringComparison.Ordinal) == true);
        Assert.Empty(Endpoints.Faults(endpoints));
    }

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void Whatever_a_service_answers_to_but_its_health_can_be_reached_through_the_gateway(string service)
    {
        var doors = Endpoints.Of("Gateway").Select(route => new TemplateMatcher(new RouteTemplate(route.RoutePattern), [])).ToList();
        var addresses = Endpoints.Of(service).Select(endpoint => Endpoints.AddressOf(service, endpoint)).ToList();

        Assert.NotEmpty(addresses);
        var unreachable = addresses.Where(address => !doors.Exists(door => door.TryMatch(address, [])));
        Assert.Equal([$"/{service.ToLowerInvariant()}/alive", $"/{service.ToLowerInvariant()}/health"], unreachable.Order());
    }

    // Counts are arrays too.
    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void An_operation_is_named_List_or_Search_exactly_if_it_returns_a_page_or_an_array(string service)
    {
        var document = JsonNode.Parse(Codebase.Text($"services/{service}/openapi.json"))!;
        var reads = document["paths"]!.AsObject()
            .Select(path => path.Value!["get"])
            .Where(operation => operation?["responses"]!["200"]?["content"]?["application/json"] is not null)
            .Select(operation => (
                Name: operation!["operationId"]!.ToString(),
                Schema: operation["responses"]!["200"]!["content"]!["application/json"]!["schema"]!))
            .Where(operation => !operation.Name.StartsWith("Count", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(reads);
        Assert.Equal(
            reads.Where(operation => IsList(operation.Schema)).Select(operation => operation.Name).Order(),
            reads.Select(operation => operation.Name).Where(IsListName).Order());

        bool IsList(JsonNode schema) => schema["$ref"] is { } reference
            ? IsList(document["components"]!["schemas"]![reference.ToString().Split('/')[^1]]!)
            : schema["type"]?.ToString() == "array" || schema["properties"]?["items"] is not null;
    }

    [Theory]
    [InlineData(false, true, true, true, "no policy, and not for everybody either")]
    [InlineData(true, false, true, true, "no name")]
    [InlineData(true, true, false, true, "no summary")]
    [InlineData(true, true, true, false, "no description")]
    public async Task What_is_missing_would_be_seen(bool policy, bool name, bool summary, bool description, string fault)
    {
        await using var application = WebApplication.CreateBuilder().Build();
        var route = application.MapGroup("/v1").MapGet("/things", () => "thing");
        _ = policy ? route.RequireAuthorization("somebody") : route;
        _ = name ? route.WithName("GetThings") : route;
        _ = summary ? route.WithSummary("Things") : route;
        _ = description ? route.WithDescription("All of them.") : route;

        Assert.EndsWith(fault, Assert.Single(Endpoints.Faults(Of(application))), StringComparison.Ordinal);
    }

    private static bool IsListName(string name) => name.StartsWith("List", StringComparison.Ordinal) || name.StartsWith("Search", StringComparison.Ordinal);

    private static IEnumerable<RouteEndpoint> Of(WebApplication application) =>
        ((IEndpointRouteBuilder)application).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
}
