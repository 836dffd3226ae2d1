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

/// <summary>
/// Holds a running service to the NL API Design Rules and to what this platform promises besides: walks every operation of its OpenAPI document and tries what
/// can go wrong. A test project of a service derives from it, and an endpoint that is added later is walked by itself.
/// </summary>
public abstract partial class ConformanceTests<TProgram>(ServiceFixture<TProgram> fixture)
    where TProgram : class
{
    /// <summary>Somebody who passes every policy, so that what is wrong with the request is what is answered. They know nothing and nobody in the data.</summary>
    protected virtual Task<HttpClient> KnownAsync() => Task.FromResult(fixture.PlainClientFor(TestCaller.Everything(Some.Id())));

    /// <summary>The names of operations that are not carried out, because every other test would feel it. What is wrong with a request is tried on them as well.</summary>
    protected virtual IReadOnlyCollection<string> Spared => [];

    private HttpClient Nobody => fixture.PlainClientFor(TestCaller.Anonymous);

    [Fact]
    public async Task The_document_says_who_what_where_and_how()
    {
        var (document, faults) = (await DocumentAsync(), new List<string>());
        var info = document["info"]!;
        foreach (var field in new[] { "name", "email", "url" })
        {
            Expect(faults, !string.IsNullOrEmpty(info["contact"]?[field]?.ToString()), $"info.contact has no {field}");
        }

        Expect(faults, document["servers"]!.AsArray().All(server => server!["url"]!.ToString().EndsWith("/v1", StringComparison.Ordinal)), "a server doesn't end in the major version");
        Expect(faults, info["version"]!.ToString().StartsWith("1.", StringComparison.Ordinal), "info.version isn't that of the path");
        Expect(faults, document["components"]!["securitySchemes"] is JsonObject { Count: > 0 }, "there is no security scheme");
        Expect(faults, document["security"] is JsonArray { Count: > 0 }, "no token is asked for");
        foreach (var operation in Operations(document))
        {
            foreach (var (status, response) in operation.Description["responses"]!.AsObject())
            {
                var whole = response!["$ref"] is { } reference ? document["components"]!["responses"]![reference.ToString().Split('/')[^1]]! : response;
                Expect(faults, whole["headers"]?["API-Version"] is not null, $"{operation.Name}: {status} doesn't describe API-Version");
            }
        }

        AssertNone(faults);
    }

    [Fact]
    public void The_clocks_of_the_service_show_what_the_database_keeps()
    {
        TimeProvider[] clocks = [fixture.Application.Services.GetRequiredService<TimeProvider>(), fixture.Application.Services.GetRequiredService<ProgrammeClock>()];

        Assert.All(Enumerable.Repeat(clocks, 100).SelectMany(clock => clock), clock => Assert.Equal(0, clock.GetUtcNow().Ticks % TimeSpan.TicksPerMicrosecond));
    }

    [Fact]
    public async Task The_document_is_read_by_anybody_from_everywhere()
    {
        var address = new Uri($"/{fixture.Service}/v1/openapi.json", UriKind.Relative);
        using var read = await Nobody.GetAsync(address);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, address);
        preflight.Headers.TryAddWithoutValidation("Origin", "https://elsewhere.example");
        using var asked = await Nobody.SendAsync(preflight);

        Assert.All([read, asked], answer => Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin"))));
        Assert.True(asked.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Every_endpoint_is_documented_and_says_who_may_call_it()
    {
        var documented = Operations(await DocumentAsync()).Select(operation => operation.Description["operationId"]?.ToString()).ToHashSet();
        var faults = new List<string>();
        foreach (var endpoint in fixture.Endpoints())
        {
            var metadata = endpoint.Metadata;
            Expect(
                faults,
                metadata.GetMetadata<IAllowAnonymous>() is not null || metadata.GetMetadata<IAuthorizeData>() is not null || metadata.GetMetadata<AuthorizationPolicy>() is not null,
                $"{endpoint.DisplayName}: nobody has said who may call it");
            var isPage = metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not null && metadata.GetMetadata<ApiEndpoint>() is null;
            Expect(faults, isPage || documented.Contains(metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName), $"{endpoint.DisplayName}: isn't in the document");
        }

        AssertNone(faults);
    }

    [Fact]
    public async Task A_request_schema_has_the_properties_that_are_read_and_no_others()
    {
        var options = fixture.Application.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var operations = Operations(await DocumentAsync()).ToDictionary(operation => operation.Description["operationId"]!.ToString());
        var faults = new List<string>();
        foreach (var endpoint in fixture.Endpoints())
        {
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type
                && endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is { } name && operations.TryGetValue(name, out var operation))
            {
                faults.AddRange(RequestSchemas.Differences(operation, type, options).Select(difference => $"{operation.Name}: {difference}"));
            }
        }

        AssertNone(faults);
    }

    [Fact]
    public async Task Every_list_is_read_in_parts_or_says_why_it_is_bounded()
    {
        var faults = new List<string>();
        foreach (var operation in Operations(await DocumentAsync()))
        {
            Expect(faults, !operation.IsArray || operation.Description["x-whole-list"] is not null, $"{operation.Name}: answers an array, and neither is a page nor says why the list is bounded");
            Expect(
                faults,
                !operation.IsPage || (operation.Takes("limit") && operation.Takes("cursor")),
                $"{operation.Name}: answers a page, and takes no limit and cursor");
        }

        AssertNone(faults);
    }

    [Fact]
    public Task Everything_that_is_asked_is_answered_as_documented() => WalkAsync(async (operation, walk) =>
    {
        if (!Spared.Contains(operation.Description["operationId"]!.ToString()))
        {
            await walk.TryAsync("as the document describes it", walk.Request(), null);
        }

        await walk.TryAsync("a trailing slash", new(operation.Method, operation.Bare + "/"), [404], documented: false);
        await walk.TryAsync("an unknown path", new(operation.Method, operation.Bare + "/no-such-thing"), [404, 405], documented: false);
        using var wrong = await walk.TryAsync("a method that there isn't", new(HttpMethod.Trace, operation.Bare), [405], documented: false);
        walk.Expect(wrong.Content.Headers.Allow.Contains(operation.Method.Method), operation, "405 doesn't name the method in Allow");
        if (operation.IsGet)
        {
            using var whole = await walk.TryAsync("GET", walk.Request(), null);
            using var head = await walk.Client.SendAsync(new(HttpMethod.Head, operation.Address));
            walk.Expect(head.StatusCode == whole.StatusCode, operation, $"HEAD is answered {(int)head.StatusCode}, and GET {(int)whole.StatusCode}");
            walk.Expect((await head.Content.ReadAsByteArrayAsync()).Length == 0, operation, "HEAD has a body");
        }
    });

    [Fact]
    public Task Nobody_is_answered_without_a_token() => WalkAsync(async (operation, walk) =>
    {
        using var answer = await walk.TryAsync("no token", walk.Request(), operation.IsAnonymous ? null : [401], by: Nobody);
        walk.Expect(!operation.IsAnonymous || (int)answer.StatusCode is not (401 or 403), operation, "needs no token by the document, and asks for one");
    });

    [Fact]
    public Task What_is_wrong_with_an_address_is_said() => WalkAsync(async (operation, walk) =>
    {
        foreach (var parameter in operation.Parameters)
        {
            var (schema, isPath) = (operation.SchemaOf(parameter), parameter["in"]!.ToString() == "path");
            if (parameter["in"]!.ToString() == "header" || parameter["name"]!.ToString() == "cursor")
            {
                continue;
            }

            var isText = operation.TypeOf(schema) == "string" && schema["format"] is null && schema["enum"] is null && schema["pattern"] is null;
            await walk.TryAsync($"a bad {parameter["name"]}", walk.Request(operation.With(parameter, isText ? "\u0001" : "no such value")), isPath ? [400, 404] : [400]);
            if (schema["enum"] is not null)
            {
                await walk.TryAsync($"a number as {parameter["name"]}", walk.Request(operation.With(parameter, "1")), isPath ? [400, 404] : [400]);
            }
        }

        if (operation.IsPage)
        {
            var (limit, cursor) = (operation.Parameters.Single(p => p["name"]!.ToString() == "limit"), operation.Parameters.Single(p => p["name"]!.ToString() == "cursor"));
            await walk.TryAsync("no items asked for", walk.Request(operation.With(limit, "0")), [400]);
            await walk.TryAsync("too many items asked for", walk.Request(operation.With(limit, "201")), [400]);
            await walk.TryAsync("a bad cursor", walk.Request(operation.With(cursor, "nonsense")), [400], code: ProblemCodes.CursorInvalid);
        }
    });

    [Fact]
    public Task What_is_wrong_with_a_body_is_said() => WalkAsync(async (operation, walk) =>
    {
        if (!operation.HasBody)
        {
            return;
        }

        var isList = operation.TypeOf(operation.BodySchema!) == "array";
        await walk.TryAsync("no JSON", walk.Request(body: "{ \"a\": "), [400]);
        await walk.TryAsync("another type", walk.Request(body: "\"text\""), [400]);
        await walk.TryAsync("an unknown field", walk.Request(body: isList ? "[ { \"noSuchField\": 1 } ]" : "{ \"noSuchField\": 1 }"), [400]);
        if (operation.BodyWithDuplicate() is { } twice)
        {
            await walk.TryAsync("a field twice", walk.Request(body: twice), [400], fault: "duplicate");
        }

        await walk.TryAsync("another media type", walk.Request(body: "a=b", mediaType: "application/x-www-form-urlencoded"), [415]);
        await walk.TryAsync("too large a body", walk.Request(body: Walk.TooLarge), [413]);
    });

    [Theory]
    [InlineData("a\u0007b", "a control character")]
    [InlineData("a\u202Eb", "a bidi override")]
    [InlineData("a\u2066b", "a bidi isolate")]
    [InlineData("a\u0378b", "an unassigned character")]
    public Task Characters_that_no_text_has_are_refused_in_every_text(string text, string what) => WalkAsync(async (operation, walk) =>
    {
        if (operation.HasBody)
        {
            var (body, places) = operation.BodyWithText(text);
            await walk.RefusesTextAsync(what, body, places.Select(place => place.Path));
        }
    });

    [Fact]
    public Task Half_of_a_surrogate_pair_is_refused_in_every_text() => WalkAsync(async (operation, walk) =>
    {
        if (operation.HasBody && operation.BodyWithText("HALF") is { Places.Count: > 0 } filled)
        {
            await walk.TryAsync("half of a surrogate pair", walk.Request(body: filled.Body.Replace("HALF", "\\ud800", StringComparison.Ordinal)), [400]);
        }
    });

    [Theory]
    [InlineData("")]
    [InlineData(" \u00A0\u3000")]
    [InlineData("\u200B")]
    [InlineData("\u00AD")]
    [InlineData("\u2060\uFEFF")]
    [InlineData("\u2800")]
    [InlineData("\u3164\uFFA0\u115F")]
    [InlineData("\uFE0F")]
    [InlineData("\U000E0041")]
    public Task What_nobody_sees_is_missing_in_every_text_that_is_needed(string text) => WalkAsync(async (operation, walk) =>
    {
        if (operation.HasBody)
        {
            var (body, places) = operation.BodyWithText(text);
            await walk.RefusesTextAsync($"only {string.Join(' ', text.EnumerateRunes().Select(rune => $"U+{rune.Value:X4}"))}", body, places.Where(place => place.IsRequired).Select(place => place.Path));
        }
    });

    [Fact]
    public Task What_does_not_exist_has_nothing_below_it() => WalkAsync(async (operation, walk) =>
    {
        if (operation.IsGet && operation.Parameters.Any(parameter => parameter["in"]!.ToString() == "path"))
        {
            await walk.TryAsync("ids that nobody has", walk.Request(), [403, 404]);
        }
    });

    [Fact]
    public Task All_that_is_wrong_with_a_request_is_named_at_once() => WalkAsync(RequestConformance.NamesAllFaultsAsync);

    [Fact]
    public Task What_no_client_should_send_is_refused_and_no_fault_of_the_server() => WalkAsync((operation, walk) =>
        RequestConformance.RefusesOdditiesAsync(operation, walk, Nobody, Spared.Contains(operation.Description["operationId"]!.ToString())));

    [Fact]
    public Task Versions_and_keys_are_asked_for_and_checked() => WalkAsync(async (operation, walk) =>
    {
        walk.Expect(!operation.IsPost || operation.IsAnonymous || operation.KnowsKeys, operation, "is a POST, and doesn't describe Idempotency-Key");
        walk.Expect(operation.Method != HttpMethod.Put && operation.Method != HttpMethod.Patch || operation.DemandsIfMatch, operation, "replaces something, and doesn't demand If-Match");
        if (operation.KnowsKeys)
        {
            await NamesAsync(await walk.TryAsync("a bad key", walk.Request(key: "two words"), [400]), "Idempotency-Key", operation, walk);
        }

        if (operation.DemandsIfMatch)
        {
            await walk.TryAsync("no version", walk.Request(version: null), [428], code: ProblemCodes.IfMatchNeeded);
            await NamesAsync(await walk.TryAsync("a bad version", walk.Request(version: "no quotes"), [400]), "If-Match", operation, walk);
        }
    });

    // Beside what else is wrong: the body that is made from the document knows no rule that goes over several properties.
    private static async Task NamesAsync(HttpResponseMessage answer, string where, ApiOperation operation, Walk walk)
    {
        var faults = JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["errors"] as JsonArray ?? [];
        walk.Expect(faults.Any(fault => fault!["where"]!.ToString() == where), operation, $"a bad {where} isn't named");
    }

    private static void Expect(List<string> faults, bool condition, string fault)
    {
        if (!condition)
        {
            faults.Add(fault);
        }
    }

    private static void AssertNone(List<string> faults) => Assert.True(faults.Count == 0, string.Join('\n', faults));

    private async Task<JsonObject> DocumentAsync() => JsonNode.Parse(await Nobody.GetStringAsync(new Uri($"/{fixture.Service}/v1/openapi.json", UriKind.Relative)))!.AsObject();

    private IReadOnlyList<ApiOperation> Operations(JsonObject document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where operation.Key is "get" or "post" or "put" or "patch" or "delete"
           select new ApiOperation(document, $"/{fixture.Service}/v1", path.Key, operation.Key.ToUpperInvariant(), operation.Value!.AsObject()),
    ];

    private async Task WalkAsync(Func<ApiOperation, Walk, Task> attempt)
    {
        var document = await DocumentAsync();
        var walk = new Walk(await KnownAsync(), document["info"]!["version"]!.ToString());
        foreach (var operation in Operations(document))
        {
            walk.At(operation);
            await attempt(operation, walk);
        }

        AssertNone(walk.Faults);
    }
}
