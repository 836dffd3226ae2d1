using System.Collections.Concurrent;
using System.Text.Json;
using System.Web;

namespace Metropool.EndToEnd.Tests.Telemetry;

/// <summary>Notes what a client tells the platform, and what it is told that is secret: names, addresses, texts, passwords, codes, tokens.</summary>
internal sealed class Told : DelegatingHandler
{
    // What is in forms and isn't about anybody.
    private static readonly string[] PublicFields = ["grant_type", "client_id", "redirect_uri", "scope", "client_assertion_type", "response_type", "code_challenge_method", "returnUrl"];
    private static readonly string[] SecretAnswers = ["access_token", "id_token", "refresh_token", "password", "userName", "displayName"];

    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Each text, and where it was told first.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    public void Note(string where, string? text)
    {
        if (text is { Length: >= 8 })
        {
            // As far as no encoding changes it.
            _texts.TryAdd(text[..Math.Min(text.Length, 60)], where);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var where = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        NoteFields(where, request.RequestUri.Query);
        if (request.Content is { } content)
        {
            var text = await content.ReadAsStringAsync(cancellationToken);
            if (content.Headers.ContentType?.MediaType == "application/json")
            {
                NoteTexts(where, JsonElement.Parse(text));
            }
            else
            {
                NoteFields(where, text);
            }
        }

        var response = await base.SendAsync(request, cancellationToken);
        NoteFields(where, response.Headers.Location?.OriginalString.Split('?', 2).ElementAtOrDefault(1) ?? "");
        if (response.Content.Headers.ContentType?.MediaType == "application/json")
        {
            NoteSecrets(where, JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellationToken)));
        }

        return response;
    }

    // A value in small letters alone is one of a list of ours, such as a kind of interview.
    private void NoteFields(string where, string fields)
    {
        var parsed = HttpUtility.ParseQueryString(fields);
        foreach (var name in parsed.AllKeys.OfType<string>().Where(name => !PublicFields.Contains(name, StringComparer.OrdinalIgnoreCase) && !Guid.TryParse(parsed[name], out _) && !parsed[name]!.All(char.IsAsciiLetterLower)))
        {
            Note($"{where} {name}", parsed[name]);
        }
    }

    // Words, and not the codes and days of a form: what somebody wrote.
    private void NoteTexts(string where, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    NoteTexts($"{where} {property.Name}", property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    NoteTexts(where, item);
                }

                break;
            case JsonValueKind.String when json.GetString() is { } text && (text.Contains(' ', StringComparison.Ordinal) || text.Contains('@', StringComparison.Ordinal)):
                Note(where, text);
                break;
        }
    }

    private void NoteSecrets(string where, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray())
            {
                NoteSecrets(where, item);
            }
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in json.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.String && SecretAnswers.Contains(property.Name))
                {
                    Note($"{where} {property.Name}", property.Value.GetString());
                }
                else
                {
                    NoteSecrets(where, property.Value);
                }
            }
        }
    }
}
