using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Metropool.Testing.Conformance;

/// <summary>Checks a request and its response against the document of the API.</summary>
internal static class ContractCheck
{
    private const string Problem = "application/problem+json";

    // The headers that the document must describe. Others belong to the transport.
    private static readonly string[] ApiHeaders =
        ["API-Version", "Allow", "Content-Disposition", "ETag", "Idempotency-Replayed", "Link", "Location", "Retry-After"];

    public static async Task AddFaultsAsync(
        OpenApiContract contract, HttpRequestMessage request, HttpResponseMessage response, List<string> faults, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (contract.OperationOf(request.Method, path) is not { } operation)
        {
            CheckUndescribed(contract, request, response, body, faults);
            return;
        }

        CheckResponse(contract, operation, request, response, body, faults);
        var isMalformed = request.Options.TryGetValue(ContractHandler.IsMalformed, out var malformed) && malformed;
        if (!isMalformed && (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified))
        {
            CheckParameters(contract, operation, request, path, faults);
            await CheckRequestBodyAsync(contract, operation, request, faults, cancellationToken);
        }
    }

    // Without a described operation, the response must be a problem.
    private static void CheckUndescribed(OpenApiContract contract, HttpRequestMessage request, HttpResponseMessage response, string body, List<string> faults)
    {
        if ((int)response.StatusCode < 400)
        {
            faults.Add("the document describes no such operation");
        }
        else if (request.Method != HttpMethod.Head)
        {
            var isProblem = response.Content.Headers.ContentType?.MediaType == Problem;
            faults.AddRange(isProblem
                ? contract.ProblemFaults(body).Select(fault => $"response: {fault}")
                : [$"response: has no problem details but {response.Content.Headers.ContentType}"]);
        }
    }

    private static void CheckResponse(
        OpenApiContract contract, ContractOperation operation, HttpRequestMessage request, HttpResponseMessage response, string body, List<string> faults)
    {
        if (operation.ResponseOf((int)response.StatusCode) is not var (described, headers))
        {
            faults.Add("the status is not described");
            return;
        }

        foreach (var header in headers)
        {
            if (ValuesOf(response, header.Name) is not { } value)
            {
                faults.AddRange(header.IsRequired ? [$"response: the header {header.Name} is missing"] : []);
            }
            else
            {
                faults.AddRange(contract.TextFaults(header.Schema, value).Select(fault => $"response, header {header.Name}: {fault}"));
            }
        }

        faults.AddRange(ApiHeaders
            .Where(name => ValuesOf(response, name) is not null)
            .Where(name => headers.All(header => !header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            .Select(name => $"response: the header {name} is not described"));
        if (request.Method == HttpMethod.Head)
        {
            return;
        }

        CheckContent(contract, described["content"] as JsonObject, response.Content.Headers.ContentType, body, "response", faults);
    }

    private static void CheckParameters(OpenApiContract contract, ContractOperation operation, HttpRequestMessage request, string path, List<string> faults)
    {
        var inPath = operation.PathValues(path[contract.BasePath.Length..].Split('/'));
        var inQuery = QueryHelpers.ParseQuery(request.RequestUri!.Query);
        foreach (var parameter in operation.Parameters)
        {
            IReadOnlyList<string?> values = parameter.In switch
            {
                "path" => [inPath[parameter.Name]],
                "query" => inQuery.TryGetValue(parameter.Name, out var given) ? [.. given] : [],
                "header" => request.Headers.NonValidated.TryGetValues(parameter.Name, out var sent) ? [string.Join(", ", sent)] : [],
                _ => throw new InvalidOperationException($"A parameter in {parameter.In} is not supported."),
            };
            if (values.Count == 0)
            {
                faults.AddRange(parameter.IsRequired ? [$"request: {parameter.Name} is missing in the {parameter.In}"] : []);
            }
            else if (values.Count > 1)
            {
                faults.Add($"request: {parameter.Name} occurs {values.Count} times");
            }
            else
            {
                faults.AddRange(contract.TextFaults(parameter.Schema, values[0] ?? "").Select(fault => $"request, {parameter.Name}: {fault}"));
            }
        }

        faults.AddRange(inQuery.Keys
            .Where(key => !operation.Parameters.Any(parameter => parameter.In == "query" && parameter.Name == key))
            .Select(key => $"request: {key} in the query is not described"));
    }

    private static async Task CheckRequestBodyAsync(
        OpenApiContract contract, ContractOperation operation, HttpRequestMessage request, List<string> faults, CancellationToken cancellationToken)
    {
        var text = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
        if (operation.RequestBody is { } described && (text.Length > 0 || described["required"]?.GetValue<bool>() == true))
        {
            CheckContent(contract, described["content"]!.AsObject(), request.Content?.Headers.ContentType, text, "request", faults);
        }
        else if (text.Length > 0)
        {
            faults.Add("request: no body is described");
        }
    }

    private static void CheckContent(
        OpenApiContract contract, JsonObject? described, MediaTypeHeaderValue? type, string text, string where, List<string> faults)
    {
        if (described is null)
        {
            faults.AddRange(text.Length > 0 || type is not null ? [$"{where}: has a body ({type}), but none is described"] : []);
        }
        else if (type?.MediaType is null || described[type.MediaType.ToLowerInvariant()] is not { } content)
        {
            faults.Add($"{where}: is {type?.ToString() ?? "of no media type"}, but described as {string.Join(", ", described.Select(known => known.Key))}");
        }
        else if (content["schema"] is { } schema)
        {
            var isJson = type.MediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase);
            faults.AddRange(contract.Faults(schema, isJson ? text : JsonSerializer.Serialize(text)).Select(fault => $"{where}: {fault}"));
        }
    }

    private static string? ValuesOf(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values)
        || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;
}
