using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Metropool.Testing.Conformance;

/// <summary>
/// Generates malformed requests from the description of an operation, with unusual headers, addresses and bodies. The choice is random, but the same in every
/// run.
/// </summary>
internal sealed class MalformedRequests(ApiOperation operation)
{
    private const int BodiesPerOperation = 20;

    private static readonly (string Name, string Value)[] Headers =
    [
        ("Accept", "image/png"), ("Accept", "*/*;q=0"), ("Accept", "nonsense"), ("Accept-Language", "\u00E9"), ("Cookie", "other=\u00E9\u20AC"),
        ("Range", "bytes=5-1"),
        ("If-None-Match", "no quotes"), ("If-None-Match", "\""), ("If-Modified-Since", "yesterday"), ("If-Match", "\""), ("If-Match", "*, *"),
        ("If-Match", "W/\"1.x\""),
        ("If-Match", "\"\u00E9\""), ("If-Match", new string('x', 5000)), ("Idempotency-Key", new string('k', 256)), ("Idempotency-Key", "\u00E9"),
        ("Idempotency-Key", "a b"),
        ("Origin", "null"), ("X-Forwarded-For", "nonsense"), ("X-HTTP-Method-Override", "DELETE"),
    ];

    private static readonly string[] Queries =
    [
        "%00", "%FF=%FE", "a[]=1", "&&==&", "%", "%zz=1", "%ED%A0%80", "limit=1e999", "limit=1&limit=2", "cursor=%00", "cursor=%FF", "__proto__[x]=1",
        new string('q', 4000),
    ];

    private static readonly string[] ParameterValues =
    [
        "", "%00", "%FF", "%ED%A0%80", "null", "%201", "1e999", "-1", "[]", "%F0%9F%98%80", "2026-02-30",
        "0001-01-01", "9999-12-31", new string('9', 400),
    ];

    private static readonly string[] Segments = ["%FF", "%01", "%F0%9F%98%80", "%20", "..%5C", "null", "0", "2147483648", new string('x', 1500)];

    private static readonly string[] Texts =
    [
        "", "null", "true", "0", "1e999", "-1e-999", "NaN", "\"\"", "\"\\ud800\"", "[]", "[null]", "[[]]", "{}", "{", "[1,]", "{\"a\":1,}", "// text",
        "'a'", "{\"\\ud800\":1}", "{\"a\":1}{", "\"\\u0000\"",
        new string('[', 200), new string('[', 50_000), $"{new string('[', 63)}{new string(']', 63)}", string.Concat(Enumerable.Repeat("{\"a\":", 100)),
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e999", "-1e999", "99999999999999999999", "[]", "{}", "[null]", "{\"a\":{}}", "\"\"", "\" \"", "\"\\ud800\"",
        "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\u202e\"",
        "\"2026-02-30\"", "\"0000-00-00\"", "\"9999-12-31T23:59:59.9999999+14:00\"", "\"0001-01-01T00:00:00-14:00\"", "\"2026-01-15T10:00:00\"",
        "\"25:00:00\"", "\"{01900000-0000-7000-8000-00000000dead}\"",
        "\"a, b\"", $"\"{new string('x', 70_000)}\"", new string('9', 400),
    ];

    /// <summary>Headers that are ignored or refused.</summary>
    public static IEnumerable<(string What, Action<HttpRequestMessage> Change)> WithHeaders() => Headers.Select(header => (
        $"{header.Name}: {Shorten(header.Value)}",
        new Action<HttpRequestMessage>(request =>
        {
            request.Headers.Remove(header.Name);
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        })));

    /// <summary>Addresses with unusual queries, and with unusual values of each parameter.</summary>
    public IEnumerable<(string What, string Address)> WithAddresses()
    {
        foreach (var query in Queries)
        {
            yield return ($"the query {Shorten(query)}",
                $"{operation.Address}{(operation.Address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}");
        }

        foreach (var parameter in operation.Parameters)
        {
            var (name, place) = (parameter["name"]!.ToString(), parameter["in"]!.ToString());
            foreach (var value in place switch { "query" => ParameterValues, "path" => Segments, _ => [] })
            {
                yield return ($"{name}={Shorten(value)}", operation.AddressWithRaw(parameter, value));
            }

            if (place == "query")
            {
                yield return ($"{name} twice", $"{operation.AddressWithRaw(parameter, "1")}&{name}=2");
            }
        }
    }

    /// <summary>Unsupported content types.</summary>
    public static IEnumerable<string> ContentTypes =>
    [
        "application/json; charset=no-such", "application/json; charset=utf-16", "application/json; charset=\"iso-8859-1\"",
        "application/json; charset=utf-8; charset=no-such",
        "application/json, application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded; charset=no-such", "*/*", "nonsense", "application/",
    ];

    /// <summary>Unsupported content codings.</summary>
    public static IEnumerable<string> Codings => ["gzip", "br", "deflate", "gzip, identity", "no-such"];

    /// <summary>Bodies that are not JSON, have another structure, or are not valid UTF-8.</summary>
    public static IEnumerable<(string What, HttpContent Body)> WithBodies()
    {
        foreach (var text in Texts)
        {
            yield return (Shorten(text), Json(Encoding.UTF8.GetBytes(text)));
        }

        yield return ("UTF-16", Json(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{}")).ToArray()));
        yield return ("a text that is not UTF-8", Json([.. "{\"a\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8]));
        yield return ("a name that is not UTF-8", Json([.. "{\""u8, 0xED, 0xA0, 0x80, .. "\":1}"u8]));
    }

    /// <summary>The described body with some values replaced.</summary>
    public IEnumerable<(string What, HttpContent Body)> WithValues()
    {
        var random = new Random(operation.Name.Aggregate(17, (seed, character) => unchecked((seed * 31) + character)));
        for (var i = 0; i < BodiesPerOperation; i++)
        {
            var text = Mutate(operation.FullBody, random).ToString();
            yield return (Shorten(text), Json(Encoding.UTF8.GetBytes(text)));
        }
    }

    // Written by hand, because JSON writers refuse invalid JSON.
    private static StringBuilder Mutate(JsonNode? node, Random random)
    {
        var text = new StringBuilder();
        Write(node);
        return text;

        void Write(JsonNode? value)
        {
            if (random.Next(4) == 0)
            {
                text.Append(Values[random.Next(Values.Length)]);
                return;
            }

            switch (value)
            {
                case JsonObject item:
                    text.Append('{');
                    var isFirst = true;
                    foreach (var (name, child) in item.SelectMany(property => Enumerable.Repeat(property, random.Next(20) == 0 ? 2 : 1)))
                    {
                        text.Append(isFirst ? "" : ",").Append(JsonValue.Create(name)!.ToJsonString()).Append(':');
                        Write(child);
                        isFirst = false;
                    }

                    text.Append('}');
                    break;
                case JsonArray items:
                    text.Append('[');
                    for (var i = 0; i < items.Count; i++)
                    {
                        text.Append(i == 0 ? "" : ",");
                        Write(items[i]);
                    }

                    text.Append(']');
                    break;
                default:
                    text.Append(value?.ToJsonString() ?? "null");
                    break;
            }
        }
    }

    private static ByteArrayContent Json(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static string Shorten(string text) => text.Length > 80 ? $"{text[..80]}…" : text;
}
