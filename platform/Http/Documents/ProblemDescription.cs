using Microsoft.OpenApi;

namespace Metropool.Http;

/// <summary>Problem details in the OpenAPI document: the response to every request that is refused or fails.</summary>
internal static class ProblemDescription
{
    public const string Name = "Problem";

    public static OpenApiResponse Response(OpenApiDocument document) => new()
    {
        Description = "The request was refused or failed; the code states the reason.",
        Headers = new Dictionary<string, IOpenApiHeader>
        {
            ["Retry-After"] = new OpenApiHeader
            {
                Description = "With 429 and 503: the number of seconds after which to retry.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            },
        },
        Content = new Dictionary<string, OpenApiMediaType> { [Problems.MediaType] = new() { Schema = new OpenApiSchemaReference(Name, document) } },
    };

    public static OpenApiSchema Schema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Problem details (RFC 9457).",
        Required = new HashSet<string> { "type", "title", "status", "detail", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("A URN that ends in the code."),
            ["title"] = Text("The meaning of the status."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["detail"] = Text("An explanation in English."),
            ["code"] = Text("Permanent and machine-readable, such as request.invalid."),
            ["traceId"] = Text("The trace id of the request."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Every fault of the request, or every missing item.",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { "where", "code", "detail" },
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["where"] = Text("A JSON path such as modules[2].title, or the name of a missing item."),
                        ["code"] = Text("Permanent and machine-readable."),
                        ["detail"] = Text("An explanation in English."),
                    },
                },
            },
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
