using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Metropool.Http;

/// <summary>Adds to every operation of the document what applies to all: authentication, headers and error responses.</summary>
internal static class OperationRules
{
    private const string ETag = "ETag";

    private const string IfMatchHelp =
        "The ETag of the resource as you read it, or `*` for any version. The part of the tag before the dot is the version. "
        + "If the resource was changed since, the request is refused (412).";

    private const string KeyHelp =
        "A key of your choice, such as a UUID. A request that is repeated with the same key is not executed again: the response is repeated, with "
        + "`Idempotency-Replayed: true`. This applies for a day, unless this installation has another setting. "
        + "Another body with the same key is refused (409). The response to a request that had no effect is not stored.";

    private const string SecretHelp =
        " The response to this request contains a secret, and is not stored: when the request is repeated, it is not executed again, and the response is 409 "
        + "`request.response-not-stored`.";

    public static void Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var endpoint = new Endpoint(context.Description.ActionDescriptor.EndpointMetadata, context.Description.HttpMethod ?? "");
        if (endpoint.IsAnonymous)
        {
            operation.Security = [];
        }

        if (endpoint.Has<UnpagedList>() is { } list)
        {
            operation.AddExtension(UnpagedList.Extension, new JsonNodeExtension(list.Reason));
        }

        if (endpoint.RequiresIfMatch)
        {
            AddHeader(operation, "If-Match", IfMatchHelp, true, null);
        }

        if (endpoint.AcceptsKeys)
        {
            AddHeader(operation, IdempotencyKeys.Header, KeyHelp + (endpoint.Has<SecretResponse>() is null ? "" : SecretHelp), false, schema =>
                (schema.MinLength, schema.MaxLength, schema.Pattern) = (1, IdempotencyKeys.MaxLength, "^[!-~]+$"));
        }

        AddResponses(operation, context.Document!, endpoint);
    }

    private static void AddResponses(OpenApiOperation operation, OpenApiDocument document, Endpoint endpoint)
    {
        var responses = operation.Responses ??= [];
        foreach (var (status, response) in responses.Where(response => response.Key.StartsWith('2')))
        {
            DescribeSuccess((OpenApiResponse)response, status, endpoint, document);
        }

        if (endpoint.IsGet)
        {
            responses.TryAdd("304", new OpenApiResponse
            {
                Description = "Not modified: the resource still has the ETag in `If-None-Match`.",
                Headers = new Dictionary<string, IOpenApiHeader> { [ETag] = new OpenApiHeaderReference(ETag, document) },
            });
        }

        foreach (var status in ErrorStatuses(operation, endpoint))
        {
            responses.TryAdd(status, new OpenApiResponseReference(ProblemDescription.Name, document));
        }

        responses.TryAdd("default", new OpenApiResponseReference(ProblemDescription.Name, document));
    }

    private static IEnumerable<string> ErrorStatuses(OpenApiOperation operation, Endpoint endpoint)
    {
        var hasBody = operation.RequestBody is not null;
        (string Status, bool Applies)[] statuses =
        [
            ("400", hasBody || operation.Parameters is { Count: > 0 } || !endpoint.IsGet),
            ("401", !endpoint.IsAnonymous),
            ("403", !endpoint.IsAnonymous),
            ("404", endpoint.CanRefuse),
            ("409", !endpoint.IsGet),
            ("412", endpoint.RequiresIfMatch),
            ("413", hasBody),
            ("415", hasBody),
            ("428", endpoint.RequiresIfMatch),
        ];
        return statuses.Where(status => status.Applies).Select(status => status.Status);
    }

    private static void DescribeSuccess(OpenApiResponse response, string status, Endpoint endpoint, OpenApiDocument document)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        if (endpoint.IsGet || status == "201")
        {
            response.Headers[ETag] = new OpenApiHeaderReference(ETag, document);
        }
        else if (endpoint.RequiresIfMatch || response.Content is { Count: > 0 })
        {
            response.Headers[ETag] = Header("The version after the change, where the response shows it.", JsonSchemaType.String);
        }

        if (status is "201" or "202")
        {
            response.Headers["Location"] = Header(
                "The address of the created resource, or of a resource that shows it.", JsonSchemaType.String, required: status == "201");
        }

        var isJson = response.Content?.Keys.Any(type => type.EndsWith("json", StringComparison.Ordinal)) == true;
        if (endpoint.Has<FileResponse>() is not null || (response.Content is { Count: > 0 } && !isJson))
        {
            response.Headers["Content-Disposition"] = Header("States that it is a file, and its name.", JsonSchemaType.String, required: true);
        }

        if (endpoint.AcceptsKeys)
        {
            response.Headers[IdempotencyKeys.ReplayedHeader] = new OpenApiHeaderReference(IdempotencyKeys.ReplayedHeader, document);
        }
    }

    /// <summary>Adds the response headers that several operations share.</summary>
    public static void AddHeaders(OpenApiComponents components)
    {
        components.Headers ??= new Dictionary<string, IOpenApiHeader>();
        components.Headers[ETag] = Header(
            "The version and a digest of the response. Send it in `If-Match` with a change, "
            + "or in `If-None-Match` to receive the resource only if it was modified.",
            JsonSchemaType.String,
            required: true);
        components.Headers[IdempotencyKeys.ReplayedHeader] =
            Header("`true`: the request was executed before, and this is its response.", JsonSchemaType.Boolean);
    }

    private static OpenApiHeader Header(string description, JsonSchemaType type, bool required = false) =>
        new() { Description = description, Required = required, Schema = new OpenApiSchema { Type = type } };

    private static void AddHeader(OpenApiOperation operation, string name, string description, bool required, Action<OpenApiSchema>? limit)
    {
        var schema = new OpenApiSchema { Type = JsonSchemaType.String };
        limit?.Invoke(schema);
        operation.Parameters ??= [];
        operation.Parameters.Add(
            new OpenApiParameter { Name = name, In = ParameterLocation.Header, Description = description, Required = required, Schema = schema });
    }

    /// <summary>The metadata of an endpoint.</summary>
    private sealed record Endpoint(IList<object> Metadata, string Method)
    {
        public bool IsGet => HttpMethods.IsGet(Method);

        public bool IsAnonymous => Has<IAllowAnonymous>() is not null;

        public bool RequiresIfMatch => Has<RequiresIfMatch>() is not null;

        /// <summary>Keys belong to an authenticated caller.</summary>
        public bool AcceptsKeys => HttpMethods.IsPost(Method) && !IsAnonymous;

        public bool CanRefuse => Has<MethodInfo>() is { } handler && Mentions(handler.ReturnType);

        public T? Has<T>()
            where T : class => Metadata.OfType<T>().LastOrDefault();

        private static bool Mentions(Type type) => type == typeof(ProblemHttpResult) || type.GetGenericArguments().Any(Mentions);
    }
}
