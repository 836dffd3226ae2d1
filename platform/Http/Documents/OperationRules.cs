using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Metropool.Http;

/// <summary>What the document says of every operation without anybody writing it there: who may call it, which headers it knows, what can go wrong.</summary>
internal static class OperationRules
{
    private const string ETag = "ETag";

    private const string IfMatchHelp =
        "The ETag of what is changed, as you read it; `*` for any version. Of a tag the part before the point counts, the version. When it was changed since, nothing is done (412).";

    private const string KeyHelp =
        "A key of your choice, such as a UUID. The same request sent again with the same key, within a day unless this installation says otherwise, is not carried out again: it is answered as before, with `Idempotency-Replayed: true`. "
        + "Another body with the same key is refused (409). An answer that says that nothing was done is not kept.";

    private const string SecretHelp = " The answer to this request holds a secret that is told once. It is not kept: sent again, the request is not carried out again, and is answered with 409 `request.answer-not-kept`.";

    public static void Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var endpoint = new Endpoint(context.Description.ActionDescriptor.EndpointMetadata, context.Description.HttpMethod ?? "");
        if (endpoint.IsAnonymous)
        {
            operation.Security = [];
        }

        if (endpoint.Has<WholeList>() is { } whole)
        {
            operation.AddExtension(WholeList.Extension, new JsonNodeExtension(whole.Reason));
        }

        if (endpoint.DemandsIfMatch)
        {
            AddHeader(operation, "If-Match", IfMatchHelp, true, null);
        }

        if (endpoint.KnowsKeys)
        {
            AddHeader(operation, IdempotencyKeys.Header, KeyHelp + (endpoint.Has<SecretAnswer>() is null ? "" : SecretHelp), false, schema =>
                (schema.MinLength, schema.MaxLength, schema.Pattern) = (1, IdempotencyKeys.Longest, "^[!-~]+$"));
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
                Description = "It is as `If-None-Match` says: nothing of it has changed.",
                Headers = new Dictionary<string, IOpenApiHeader> { [ETag] = new OpenApiHeaderReference(ETag, document) },
            });
        }

        foreach (var status in Refusals(operation, endpoint))
        {
            responses.TryAdd(status, new OpenApiResponseReference(ProblemDescription.Name, document));
        }

        responses.TryAdd("default", new OpenApiResponseReference(ProblemDescription.Name, document));
    }

    private static IEnumerable<string> Refusals(OpenApiOperation operation, Endpoint endpoint)
    {
        var hasBody = operation.RequestBody is not null;
        (string Status, bool Is)[] all =
        [
            ("400", hasBody || operation.Parameters is { Count: > 0 } || !endpoint.IsGet),
            ("401", !endpoint.IsAnonymous),
            ("403", !endpoint.IsAnonymous),
            ("404", endpoint.CanRefuse),
            ("409", !endpoint.IsGet),
            ("412", endpoint.DemandsIfMatch),
            ("413", hasBody),
            ("415", hasBody),
            ("428", endpoint.DemandsIfMatch),
        ];
        return all.Where(refusal => refusal.Is).Select(refusal => refusal.Status);
    }

    private static void DescribeSuccess(OpenApiResponse response, string status, Endpoint endpoint, OpenApiDocument document)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        if (endpoint.IsGet || status == "201")
        {
            response.Headers[ETag] = new OpenApiHeaderReference(ETag, document);
        }
        else if (endpoint.DemandsIfMatch || response.Content is { Count: > 0 })
        {
            response.Headers[ETag] = Header("The version that the change made, where the answer shows it.", JsonSchemaType.String);
        }

        if (status is "201" or "202")
        {
            response.Headers["Location"] = Header("The address of what was made, or of what shows it.", JsonSchemaType.String, required: status == "201");
        }

        if (endpoint.Has<FileAnswer>() is not null || response.Content is { Count: > 0 } content && !content.Keys.Any(type => type.EndsWith("json", StringComparison.Ordinal)))
        {
            response.Headers["Content-Disposition"] = Header("That it is a file, and its name.", JsonSchemaType.String, required: true);
        }

        if (endpoint.KnowsKeys)
        {
            response.Headers[IdempotencyKeys.ReplayedHeader] = new OpenApiHeaderReference(IdempotencyKeys.ReplayedHeader, document);
        }
    }

    /// <summary>The headers of answers that several operations have.</summary>
    public static void AddHeaders(OpenApiComponents components)
    {
        components.Headers ??= new Dictionary<string, IOpenApiHeader>();
        components.Headers[ETag] = Header("The version that is shown, and a digest of the answer. Give it back in `If-Match` with a change, or in `If-None-Match` to be told only what is new.", JsonSchemaType.String, required: true);
        components.Headers[IdempotencyKeys.ReplayedHeader] = Header("`true`: the request was carried out before, and this is the answer from then.", JsonSchemaType.Boolean);
    }

    private static OpenApiHeader Header(string description, JsonSchemaType type, bool required = false) =>
        new() { Description = description, Required = required, Schema = new OpenApiSchema { Type = type } };

    private static void AddHeader(OpenApiOperation operation, string name, string description, bool required, Action<OpenApiSchema>? limit)
    {
        var schema = new OpenApiSchema { Type = JsonSchemaType.String };
        limit?.Invoke(schema);
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Header, Description = description, Required = required, Schema = schema });
    }

    /// <summary>What is known of an endpoint.</summary>
    private sealed record Endpoint(IList<object> Metadata, string Method)
    {
        public bool IsGet => HttpMethods.IsGet(Method);

        public bool IsAnonymous => Has<IAllowAnonymous>() is not null;

        public bool DemandsIfMatch => Has<DemandsIfMatch>() is not null;

        /// <summary>Keys are kept for a caller who is known.</summary>
        public bool KnowsKeys => HttpMethods.IsPost(Method) && !IsAnonymous;

        public bool CanRefuse => Has<MethodInfo>() is { } handler && Mentions(handler.ReturnType);

        public T? Has<T>()
            where T : class => Metadata.OfType<T>().LastOrDefault();

        private static bool Mentions(Type type) => type == typeof(ProblemHttpResult) || type.GetGenericArguments().Any(Mentions);
    }
}
