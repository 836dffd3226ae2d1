using System.Text.Json.Nodes;
using Metropool.Http;
using Xunit;

namespace Metropool.Testing.Conformance;

/// <summary>Requests are handled or refused as documented.</summary>
public abstract partial class ConformanceTests<TProgram>
{
    [Fact]
    public Task Every_operation_responds_as_documented() => ForEachOperationAsync(async (operation, probe) =>
    {
        if (!IsExcluded(operation))
        {
            await probe.SendAsync("a request as described", probe.Request(), null);
        }

        var address = operation.AddressWithoutQuery;
        await probe.SendAsync("a trailing slash", new(operation.Method, address + "/"), [404], documented: false);
        await probe.SendAsync("an unknown path", new(operation.Method, address + "/no-such-thing"), [404, 405], documented: false);
        using var notAllowed = await probe.SendAsync("an unsupported method", new(HttpMethod.Trace, address), [405], documented: false);
        probe.Expect(notAllowed.Content.Headers.Allow.Contains(operation.Method.Method), operation, "the header Allow of 405 doesn't contain the method");
        if (operation.IsGet)
        {
            using var get = await probe.SendAsync("GET", probe.Request(), null);
            using var head = await probe.Client.SendAsync(new(HttpMethod.Head, operation.Address));
            probe.Expect(head.StatusCode == get.StatusCode, operation, $"HEAD has status {(int)head.StatusCode}, but GET {(int)get.StatusCode}");
            probe.Expect((await head.Content.ReadAsByteArrayAsync()).Length == 0, operation, "HEAD has a body");
        }
    });

    [Fact]
    public Task A_token_is_required_where_the_document_says_so() => ForEachOperationAsync(async (operation, probe) =>
    {
        using var answer = await probe.SendAsync("no token", probe.Request(), operation.IsAnonymous ? null : [401], client: AnonymousClient);
        probe.Expect(!operation.IsAnonymous || (int)answer.StatusCode is not (401 or 403), operation, "requires a token, which the document doesn't describe");
    });

    [Fact]
    public Task An_invalid_parameter_is_refused() => ForEachOperationAsync(async (operation, probe) =>
    {
        foreach (var parameter in operation.Parameters)
        {
            var (schema, isPath) = (operation.SchemaOf(parameter), parameter["in"]!.ToString() == "path");
            if (parameter["in"]!.ToString() == "header" || parameter["name"]!.ToString() == "cursor")
            {
                continue;
            }

            int[] statuses = isPath ? [400, 404] : [400];
            var isText = operation.TypeOf(schema) == "string" && schema["format"] is null && schema["enum"] is null && schema["pattern"] is null;
            var invalid = isText ? "\u0001" : "no such value";
            await probe.SendAsync($"an invalid {parameter["name"]}", probe.Request(operation.AddressWith(parameter, invalid)), statuses);
            if (schema["enum"] is not null)
            {
                await probe.SendAsync($"a number as {parameter["name"]}", probe.Request(operation.AddressWith(parameter, "1")), statuses);
            }
        }

        if (operation.IsPage)
        {
            var limit = operation.Parameters.Single(parameter => parameter["name"]!.ToString() == "limit");
            var cursor = operation.Parameters.Single(parameter => parameter["name"]!.ToString() == "cursor");
            await probe.SendAsync("a limit of 0", probe.Request(operation.AddressWith(limit, "0")), [400]);
            await probe.SendAsync("a limit above the maximum", probe.Request(operation.AddressWith(limit, "201")), [400]);
            await probe.SendAsync("an invalid cursor", probe.Request(operation.AddressWith(cursor, "nonsense")), [400], code: ProblemCodes.CursorInvalid);
        }
    });

    [Fact]
    public Task An_invalid_body_is_refused() => ForEachOperationAsync(async (operation, probe) =>
    {
        if (!operation.HasBody)
        {
            return;
        }

        var isList = operation.TypeOf(operation.BodySchema!) == "array";
        await probe.SendAsync("invalid JSON", probe.Request(body: "{ \"a\": "), [400]);
        await probe.SendAsync("another type", probe.Request(body: "\"text\""), [400]);
        await probe.SendAsync("an unknown field", probe.Request(body: isList ? "[ { \"noSuchField\": 1 } ]" : "{ \"noSuchField\": 1 }"), [400]);
        if (operation.BodyWithDuplicate() is { } duplicate)
        {
            await probe.SendAsync("a duplicate field", probe.Request(body: duplicate), [400], fault: "duplicate");
        }

        await probe.SendAsync("another media type", probe.Request(body: "a=b", mediaType: "application/x-www-form-urlencoded"), [415]);
        await probe.SendAsync("a body above the limit", probe.Request(body: OperationProbe.BodyAboveLimit), [413]);
    });

    [Fact]
    public Task Below_an_unknown_resource_nothing_is_found() => ForEachOperationAsync(async (operation, probe) =>
    {
        if (operation.IsGet && operation.Parameters.Any(parameter => parameter["in"]!.ToString() == "path"))
        {
            await probe.SendAsync("unknown ids", probe.Request(), [403, 404]);
        }
    });

    [Fact]
    public Task All_faults_of_a_request_are_reported_at_once() => ForEachOperationAsync(RequestConformance.ReportsAllFaultsAsync);

    [Fact]
    public Task A_malformed_request_is_refused_without_an_error_of_the_server() => ForEachOperationAsync((operation, probe) =>
        RequestConformance.RefusesMalformedRequestsAsync(operation, probe, AnonymousClient, IsExcluded(operation)));

    [Fact]
    public Task Versions_and_idempotency_keys_are_validated() => ForEachOperationAsync(async (operation, probe) =>
    {
        var hasKey = !operation.IsPost || operation.IsAnonymous || operation.HasIdempotencyKey;
        probe.Expect(hasKey, operation, "is a POST, but doesn't describe Idempotency-Key");
        var hasVersion = (operation.Method != HttpMethod.Put && operation.Method != HttpMethod.Patch) || operation.RequiresIfMatch;
        probe.Expect(hasVersion, operation, "replaces a resource, but doesn't require If-Match");
        if (operation.HasIdempotencyKey)
        {
            using var answer = await probe.SendAsync("an invalid key", probe.Request(key: "two words"), [400]);
            await ExpectFaultAsync(answer, "Idempotency-Key", operation, probe);
        }

        if (operation.RequiresIfMatch)
        {
            await probe.SendAsync("no version", probe.Request(version: null), [428], code: ProblemCodes.IfMatchNeeded);
            using var answer = await probe.SendAsync("an invalid version", probe.Request(version: "no quotes"), [400]);
            await ExpectFaultAsync(answer, "If-Match", operation, probe);
        }
    });

    // Among other faults: a body that is generated from the document can violate rules for several properties.
    private static async Task ExpectFaultAsync(HttpResponseMessage answer, string where, ApiOperation operation, OperationProbe probe)
    {
        var faults = JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["errors"] as JsonArray ?? [];
        probe.Expect(faults.Any(fault => fault!["where"]!.ToString() == where), operation, $"an invalid {where} is not reported");
    }
}
