using System.Net;
using System.Text;
using Metropool.Testing.Conformance;
using Xunit.Sdk;

namespace Metropool.Http.Tests;

/// <summary>The check that all tests of services go through: what isn't as the OpenAPI document says is a failure, whichever test meets it.</summary>
public sealed class ContractTests
{
    private const string Document = """
        {
          "openapi": "3.1.1",
          "paths": {
            "/days/{id}": {
              "get": {
                "parameters": [
                  { "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } },
                  { "name": "limit", "in": "query", "schema": { "type": "integer", "format": "int32", "maximum": 200 } }
                ],
                "responses": {
                  "200": {
                    "headers": { "ETag": { "required": true, "schema": { "type": "string" } } },
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Day" } } }
                  },
                  "204": { "description": "None" },
                  "default": { "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } }
                }
              },
              "put": {
                "parameters": [{ "name": "If-Match", "in": "header", "required": true, "schema": { "type": "string" } }],
                "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Day" } } } },
                "responses": { "204": { "description": "Done" } }
              }
            }
          },
          "components": {
            "schemas": {
              "Day": {
                "type": "object",
                "required": ["startsAt"],
                "properties": {
                  "startsAt": { "type": "string", "format": "time-local" },
                  "weekday": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Weekday" }] }
                }
              },
              "Weekday": { "enum": ["monday", "tuesday"], "type": "string" },
              "Problem": { "type": "object", "required": ["code"], "properties": { "code": { "type": "string" } } }
            }
          }
        }
        """;

    private const string Id = "01900000-0000-7000-8000-000000000001";
    private const string Valid = """{ "startsAt": "09:00:00", "weekday": null }""";

    [Theory]
    [InlineData(200, Valid)]
    [InlineData(200, """{ "startsAt": "09:00:00.5", "weekday": "monday" }""")]
    [InlineData(204, "")]
    public async Task A_described_response_passes(int status, string body) => await GetAsync($"/days/{Id}?limit=10", status, body);

    [Theory]
    [InlineData("another status", "/days/" + Id, 202, Valid, "application/json", true, "the status is not described")]
    [InlineData("another media type", "/days/" + Id, 200, Valid, "text/csv", true, "is text/csv")]
    [InlineData("a body where there is none", "/days/" + Id, 204, Valid, "application/json", true, "none is described")]
    [InlineData("no header", "/days/" + Id, 200, Valid, "application/json", false, "the header ETag is missing")]
    [InlineData("an undescribed header", "/days/" + Id, 204, "", "", true, "the header ETag is not described")]
    [InlineData("an unknown property", "/days/" + Id, 200, """{ "startsAt": "09:00:00", "extra": 1 }""", "application/json", true, "/extra: is not described")]
    [InlineData("a missing property", "/days/" + Id, 200, "{}", "application/json", true, "startsAt")]
    [InlineData("another format", "/days/" + Id, 200, """{ "startsAt": "09:00:00Z" }""", "application/json", true, "time-local")]
    [InlineData("an unknown member", "/days/" + Id, 200, """{ "startsAt": "09:00:00", "weekday": "sunday" }""", "application/json", true, "/weekday")]
    [InlineData("no JSON", "/days/" + Id, 200, "{", "application/json", true, "is invalid JSON")]
    [InlineData("an undescribed parameter", "/days/" + Id + "?page=2", 200, Valid, "application/json", true, "page in the query is not described")]
    [InlineData("a parameter out of range", "/days/" + Id + "?limit=201", 200, Valid, "application/json", true, "request, limit")]
    [InlineData("an id that is none", "/days/1", 200, Valid, "application/json", true, "request, id")]
    [InlineData("an undescribed operation", "/nights/" + Id, 200, Valid, "application/json", true, "no such operation")]
    [InlineData("a failure that is no problem", "/nights/" + Id, 404, Valid, "application/json", true, "no problem details")]
    [InlineData("a problem with another form", "/days/" + Id, 404, Valid, "application/problem+json", false, "code")]
    public async Task A_response_that_is_not_described_fails(string what, string address, int status, string body, string type, bool tagged, string fault)
    {
        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => GetAsync(address, status, body, type, tagged));

        Assert.True(failure.Message.Contains(fault, StringComparison.Ordinal), $"{what}: {failure.Message}");
    }

    [Theory]
    [InlineData(Valid, "application/json", "\"1\"", null)]
    [InlineData(Valid, "application/json", null, "If-Match is missing")]
    [InlineData("""{ "startsAt": "09:00:00", "plan": {} }""", "application/json", "\"1\"", "/plan: is not described")]
    [InlineData(Valid, "text/plain", "\"1\"", "is text/plain")]
    public async Task A_request_that_succeeds_is_checked_as_well(string body, string type, string? version, string? fault)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/sample/v1/days/{Id}") { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.TryAddWithoutValidation("If-Match", version is null ? [] : [version]);
        var failure = await Record.ExceptionAsync(() => SendAsync(request, new(HttpStatusCode.NoContent)));

        Assert.Equal(fault is null, failure is null);
        Assert.Contains(fault ?? "", failure?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_and_the_endpoints_of_OAuth_are_not_checked()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sample/connect/token");

        Assert.Null(await Record.ExceptionAsync(() => SendAsync(request, new(HttpStatusCode.OK))));
    }

    private static async Task GetAsync(string address, int status, string body, string type = "application/json", bool? tagged = null)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status);
        if (body.Length > 0)
        {
            answer.Content = new StringContent(body, Encoding.UTF8, type);
        }

        if (tagged ?? status == 200)
        {
            answer.Headers.ETag = new("\"1.abc\"");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/sample/v1{address}");
        await SendAsync(request, answer);
    }

    private static async Task SendAsync(HttpRequestMessage request, HttpResponseMessage answer)
    {
        using var handler = new ContractHandler(new ContractCache()) { InnerHandler = new Answers(answer) };
        using var client = new HttpClient(handler) { BaseAddress = new("http://localhost") };
        using var received = await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A service that serves its document, and gives one answer to all else.</summary>
    private sealed class Answers(HttpResponseMessage answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(
            request.RequestUri!.AbsolutePath.EndsWith("/openapi.json", StringComparison.Ordinal)
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Document) }
                : answer);
    }
}
