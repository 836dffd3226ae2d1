using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Metropool.Testing.Conformance;

/// <summary>Checks every operation with malformed requests.</summary>
internal static class RequestConformance
{
    private const string NoSuchField = "noSuchField";

    // The detail of a problem if the framework refused a request and no fault was found.
    private const string NotExplained = "The body is missing or can't be read.";

    /// <summary>If all query parameters and body properties are invalid, one response reports all of them, including unknown ones.</summary>
    public static async Task ReportsAllFaultsAsync(ApiOperation operation, OperationProbe probe)
    {
        var expected = new List<string>();
        var address = operation.Address;
        foreach (var parameter in operation.Parameters.Where(parameter => parameter["in"]!.ToString() == "query"))
        {
            var (schema, name) = (operation.SchemaOf(parameter), parameter["name"]!.ToString());
            if (name == "cursor" || operation.TypeOf(schema) != "string" || schema["format"] is not null || schema["enum"] is not null)
            {
                address = WithInvalid(address, name);
                expected.Add(name);
            }
        }

        using var request = probe.Request(address: address, body: operation.HasBody ? InvalidBody(operation, expected) : null);
        if (expected.Count == 0)
        {
            return;
        }

        using var answer = await probe.SendAsync("all parts invalid", request, [400]);
        var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["errors"] as JsonArray ?? [];
        var reported = errors.Select(error => error!["where"]!.ToString()).ToHashSet();
        var missing = expected.Where(name => !reported.Contains(name)).ToList();
        probe.Expect(missing.Count == 0, operation, $"doesn't report {string.Join(", ", missing)}, only {string.Join(", ", reported)}");
    }

    /// <summary>No request causes a server error, and every refusal is a problem with a code.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="probe">The probe that sends the requests.</param>
    /// <param name="anonymous">A client without a token.</param>
    /// <param name="isExcluded">Whether the operation must not be executed. Then only requests are sent that are always refused.</param>
    public static async Task RefusesMalformedRequestsAsync(ApiOperation operation, OperationProbe probe, HttpClient anonymous, bool isExcluded)
    {
        var malformed = new MalformedRequests(operation);
        if (operation.HasBody)
        {
            await RefusesContentTypesAsync(operation, probe, anonymous);
            foreach (var (what, body) in isExcluded ? MalformedRequests.WithBodies() : MalformedRequests.WithBodies().Concat(malformed.WithValues()))
            {
                using var request = probe.Request();
                request.Content = body;
                await SendAsync(probe, operation, $"the body {what}", request, null);
            }
        }

        if (isExcluded)
        {
            return;
        }

        foreach (var (what, change) in MalformedRequests.WithHeaders())
        {
            using var request = probe.Request();
            change(request);
            await SendAsync(probe, operation, what, request, null);
        }

        foreach (var (what, address) in malformed.WithAddresses())
        {
            using var request = probe.Request(address: address);
            await SendAsync(probe, operation, what, request, null);
        }

        await AcceptsByteOrderMarkAsync(operation, probe);
    }

    // Replaces a parameter that the address has already, because duplicates are another fault.
    private static string WithInvalid(string address, string name)
    {
        var others = address.Split('?').Skip(1).SelectMany(query => query.Split('&')).Where(pair => !pair.StartsWith($"{name}=", StringComparison.Ordinal));
        return $"{address.Split('?')[0]}?{string.Join('&', others.Append($"{name}=invalid"))}";
    }

    private static async Task RefusesContentTypesAsync(ApiOperation operation, OperationProbe probe, HttpClient anonymous)
    {
        foreach (var contentType in MalformedRequests.ContentTypes)
        {
            using var request = probe.Request();
            request.Content!.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            await SendAsync(probe, operation, $"Content-Type: {contentType}", request, [415]);
        }

        using var unknown = probe.Request(mediaType: "application/json");
        unknown.Content!.Headers.ContentType!.CharSet = "no-such";
        await SendAsync(probe, operation, "an unknown charset without a token", unknown, [415], anonymous);
        foreach (var coding in MalformedRequests.Codings)
        {
            using var request = probe.Request();
            request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", coding);
            using var answer = await SendAsync(probe, operation, $"Content-Encoding: {coding}", request, [415]);
            probe.Expect(answer.Headers.TryGetValues("Accept-Encoding", out var codings) && codings.SequenceEqual(["identity"]), operation,
                "415 doesn't name the supported content coding");
        }
    }

    private static async Task AcceptsByteOrderMarkAsync(ApiOperation operation, OperationProbe probe)
    {
        if (!operation.HasBody)
        {
            return;
        }

        using var plain = await probe.SendAsync("a body that is not an object", probe.Request(body: "7"), null);
        using var request = probe.Request();
        request.Content = new ByteArrayContent([.. Encoding.UTF8.GetPreamble(), .. "7"u8]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var withMark = await probe.SendAsync("the same body with a byte order mark", request, null);
        var (before, after) = (await FaultsAsync(plain), await FaultsAsync(withMark));
        probe.Expect(before == after, operation, $"a byte order mark changes the faults from {before} to {after}");
    }

    private static async Task<string?> FaultsAsync(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["errors"]?.ToJsonString();

    private static async Task<HttpResponseMessage> SendAsync(
        OperationProbe probe, ApiOperation operation, string description, HttpRequestMessage request, int[]? statuses, HttpClient? client = null)
    {
        request.Options.Set(ContractHandler.IsMalformed, true);
        var answer = await probe.SendAsync(description, request, statuses, documented: false, client: client);
        var text = answer.StatusCode == HttpStatusCode.BadRequest ? await answer.Content.ReadAsStringAsync() : "";
        probe.Expect(!text.Contains(NotExplained, StringComparison.Ordinal), operation, $"{description}: the faults are not reported");
        probe.Expect(!text.Contains("Metropool.", StringComparison.Ordinal) && !text.Contains("System.", StringComparison.Ordinal), operation,
            $"{description}: the response contains names of .NET types");
        return answer;
    }

    // All properties with a value of another type, and an unknown property.
    private static string InvalidBody(ApiOperation operation, List<string> expected)
    {
        var isList = operation.TypeOf(operation.BodySchema) == "array";
        var (schema, before) = isList ? (operation.ItemSchema(operation.BodySchema!), "[0].") : (operation.BodySchema!, "");
        if (schema["properties"] is not JsonObject properties)
        {
            return "{}";
        }

        var body = new JsonObject(properties.Select(property => KeyValuePair.Create<string, JsonNode?>(
            property.Key, operation.TypeOf(property.Value) == "string" ? JsonValue.Create(1) : JsonValue.Create("invalid"))));
        expected.AddRange(properties.Select(property => before + property.Key));
        if (schema["additionalProperties"] is null or JsonValue)
        {
            body[NoSuchField] = 1;
            expected.Add(before + NoSuchField);
        }

        return isList ? new JsonArray(body).ToJsonString() : body.ToJsonString();
    }
}
