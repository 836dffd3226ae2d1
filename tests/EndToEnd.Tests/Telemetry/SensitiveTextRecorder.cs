using System.Collections.Concurrent;
using System.Text.Json;
using System.Web;

namespace Metropool.EndToEnd.Tests.Telemetry;

/// <summary>Records sensitive texts in requests and responses: names, addresses, free text, passwords, codes and tokens.</summary>
internal sealed class SensitiveTextRecorder : DelegatingHandler
{
    // Form fields that contain no personal data.
    private static readonly string[] PublicFields =
    [
        "grant_type", "client_id", "redirect_uri", "scope", "client_assertion_type", "response_type", "code_challenge_method", "returnUrl",
    ];

    private static readonly string[] SecretProperties = ["access_token", "id_token", "refresh_token", "password", "userName", "displayName"];

    private readonly ConcurrentDictionary<string, string> _locations = new(StringComparer.Ordinal);

    /// <summary>The texts, and the request or response in which each occurred first.</summary>
    public IReadOnlyDictionary<string, string> Locations => _locations;

    public void Add(string location, string? text)
    {
        if (text is { Length: >= 8 })
        {
            // Only the first characters, which no encoding changes.
            _locations.TryAdd(text[..Math.Min(text.Length, 60)], location);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var location = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        AddFields(location, request.RequestUri.Query);
        if (request.Content is { } content)
        {
            var text = await content.ReadAsStringAsync(cancellationToken);
            if (content.Headers.ContentType?.MediaType == "application/json")
            {
                AddTexts(location, JsonElement.Parse(text));
            }
            else
            {
                AddFields(location, text);
            }
        }

        var response = await base.SendAsync(request, cancellationToken);
        AddFields(location, response.Headers.Location?.OriginalString.Split('?', 2).ElementAtOrDefault(1) ?? "");
        if (response.Content.Headers.ContentType?.MediaType == "application/json")
        {
            AddSecrets(location, JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellationToken)));
        }

        return response;
    }

    // A value in lower-case letters only is an enum value, such as the kind of an interview.
    private void AddFields(string location, string fields)
    {
        var parsed = HttpUtility.ParseQueryString(fields);
        foreach (var name in parsed.AllKeys.OfType<string>().Where(name => IsSensitive(name, parsed[name]!)))
        {
            Add($"{location} {name}", parsed[name]);
        }
    }

    private static bool IsSensitive(string name, string value) =>
        !PublicFields.Contains(name, StringComparer.OrdinalIgnoreCase)
        && !Guid.TryParse(value, out _)
        && !value.All(char.IsAsciiLetterLower);

    // Texts with a space or an @ are written by persons. Other strings are codes and dates.
    private void AddTexts(string location, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    AddTexts($"{location} {property.Name}", property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    AddTexts(location, item);
                }

                break;
            case JsonValueKind.String when json.GetString() is { } text && text.AsSpan().ContainsAny(' ', '@'):
                Add(location, text);
                break;
        }
    }

    private void AddSecrets(string location, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray())
            {
                AddSecrets(location, item);
            }
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in json.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.String && SecretProperties.Contains(property.Name))
                {
                    Add($"{location} {property.Name}", property.Value.GetString());
                }
                else
                {
                    AddSecrets(location, property.Value);
                }
            }
        }
    }
}
