using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Metropool.Testing.Conformance;

/// <summary>What is tried on every operation with requests that no client should send.</summary>
internal static class RequestConformance
{
    private const string NoSuchField = "noSuchField";

    // What is said where the framework refused a request and no fault was found in it.
    private const string NotExplained = "The body is missing or can't be read.";

    /// <summary>One answer names every value of the query and every property of the body, also an unknown one, when all of them are wrong.</summary>
    public static async Task NamesAllFaultsAsync(ApiOperation operation, Walk walk)
    {
        var expected = new List<string>();
        var address = operation.Address;
        foreach (var parameter in operation.Parameters.Where(parameter => parameter["in"]!.ToString() == "query"))
        {
            var (schema, name) = (operation.SchemaOf(parameter), parameter["name"]!.ToString());
            if (name == "cursor" || operation.TypeOf(schema) != "string" || schema["format"] is not null || schema["enum"] is not null)
            {
                address = WithWrong(address, name);
                expected.Add(name);
            }
        }

        using var request = walk.Request(address: address, body: operation.HasBody ? WrongBody(operation, expected) : null);
        if (expected.Count == 0)
        {
            return;
        }

        using var answer = await walk.TryAsync("everything wrong", request, [400]);
        var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["errors"] as JsonArray ?? [];
        var named = errors.Select(error => error!["where"]!.ToString()).ToHashSet();
        var missed = expected.Where(name => !named.Contains(name)).ToList();
        walk.Expect(missed.Count == 0, operation, $"of all that is wrong it doesn't name {string.Join(", ", missed)}, but {string.Join(", ", named)}");
    }

    /// <summary>Nothing that is sent is a fault of the server, and every refusal is a problem with its code.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="walk">The walk.</param>
    /// <param name="anonymous">A client without a token.</param>
    /// <param name="isSpared">Whether nothing may be carried out, so that only what is refused for certain is sent.</param>
    public static async Task RefusesOdditiesAsync(ApiOperation operation, Walk walk, HttpClient anonymous, bool isSpared)
    {
        var oddities = new Oddities(operation);
        if (operation.HasBody)
        {
            await RefusesContentTypesAsync(operation, walk, anonymous);
            foreach (var (what, body) in isSpared ? Oddities.OfBody() : Oddities.OfBody().Concat(oddities.OfValues()))
            {
                using var request = walk.Request();
                request.Content = body;
                await SendAsync(walk, operation, $"the body {what}", request, null);
            }
        }

        if (isSpared)
        {
            return;
        }

        foreach (var (what, change) in Oddities.OfHeaders())
        {
            using var request = walk.Request();
            change(request);
            await SendAsync(walk, operation, what, request, null);
        }

        foreach (var (what, address) in oddities.OfAddress())
        {
            using var request = walk.Request(address: address);
            await SendAsync(walk, operation, what, request, null);
        }

        await ReadsByteOrderMarkAsync(operation, walk);
    }

    // The same parameter twice is a fault of its own: one that the address has already is replaced.
    private static string WithWrong(string address, string name)
    {
        var others = address.Split('?').Skip(1).SelectMany(query => query.Split('&')).Where(pair => !pair.StartsWith($"{name}=", StringComparison.Ordinal));
        return $"{address.Split('?')[0]}?{string.Join('&', others.Append($"{name}=wrong"))}";
    }

    private static async Task RefusesContentTypesAsync(ApiOperation operation, Walk walk, HttpClient anonymous)
    {
        foreach (var contentType in Oddities.ContentTypes)
        {
            using var request = walk.Request();
            request.Content!.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            await SendAsync(walk, operation, $"Content-Type: {contentType}", request, [415]);
        }

        using var unknown = walk.Request(mediaType: "application/json");
        unknown.Content!.Headers.ContentType!.CharSet = "no-such";
        await SendAsync(walk, operation, "an unknown charset without a token", unknown, [415], anonymous);
        foreach (var coding in Oddities.Codings)
        {
            using var request = walk.Request();
            request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", coding);
            using var answer = await SendAsync(walk, operation, $"Content-Encoding: {coding}", request, [415]);
            walk.Expect(answer.Headers.TryGetValues("Accept-Encoding", out var codings) && codings.SequenceEqual(["identity"]), operation,
                "415 doesn't say which content coding is read");
        }
    }

    private static async Task ReadsByteOrderMarkAsync(ApiOperation operation, Walk walk)
    {
        if (!operation.HasBody)
        {
            return;
        }

        using var plain = await walk.TryAsync("a body that is no object", walk.Request(body: "7"), null);
        using var request = walk.Request();
        request.Content = new ByteArrayContent([.. Encoding.UTF8.GetPreamble(), .. "7"u8]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var marked = await walk.TryAsync("the same with a byte order mark", request, null);
        var (before, after) = (await FaultsAsync(plain), await FaultsAsync(marked));
        walk.Expect(before == after, operation, $"a byte order mark makes a difference: {before}, and with it {after}");
    }

    private static async Task<string?> FaultsAsync(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["errors"]?.ToJsonString();

    private static async Task<HttpResponseMessage> SendAsync(
        Walk walk, ApiOperation operation, string what, HttpRequestMessage request, int[]? statuses, HttpClient? by = null)
    {
        request.Options.Set(ContractHandler.IsOdd, true);
        var answer = await walk.TryAsync(what, request, statuses, documented: false, by: by);
        var text = answer.StatusCode == HttpStatusCode.BadRequest ? await answer.Content.ReadAsStringAsync() : "";
        walk.Expect(!text.Contains(NotExplained, StringComparison.Ordinal), operation, $"{what}: it isn't said what is wrong");
        walk.Expect(!text.Contains("Metropool.", StringComparison.Ordinal) && !text.Contains("System.", StringComparison.Ordinal), operation,
            $"{what}: the answer shows our types");
        return answer;
    }

    // Every property with a value of another type, and one that there isn't.
    private static string WrongBody(ApiOperation operation, List<string> expected)
    {
        var isList = operation.TypeOf(operation.BodySchema) == "array";
        var (schema, before) = isList ? (operation.ItemSchema(operation.BodySchema!), "[0].") : (operation.BodySchema!, "");
        if (schema["properties"] is not JsonObject properties)
        {
            return "{}";
        }

        var body = new JsonObject(properties.Select(property => KeyValuePair.Create<string, JsonNode?>(
            property.Key, operation.TypeOf(property.Value) == "string" ? JsonValue.Create(1) : JsonValue.Create("wrong"))));
        expected.AddRange(properties.Select(property => before + property.Key));
        if (schema["additionalProperties"] is null or JsonValue)
        {
            body[NoSuchField] = 1;
            expected.Add(before + NoSuchField);
        }

        return isList ? new JsonArray(body).ToJsonString() : body.ToJsonString();
    }
}
