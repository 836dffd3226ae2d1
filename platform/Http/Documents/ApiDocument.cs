using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Metropool.Http;

/// <summary>The OpenAPI document of a service, at <c>/&lt;service&gt;/v1/openapi.json</c>, without login and for every origin.</summary>
internal static class ApiDocument
{
    /// <summary>The name of the only document, which is the version in the path.</summary>
    public const string Name = "v1";

    public const OpenApiSpecVersion SpecVersion = OpenApiSpecVersion.OpenApi3_1;

    private const string Bearer = "bearer";
    private const string VersionHeader = "API-Version";

    public static void AddApiDocument(this IServiceCollection services, ApiDescription api) => services.AddSingleton<ApiDocumentCache>().AddOpenApi(Name, options =>
    {
        options.OpenApiVersion = SpecVersion;
        options.ShouldInclude = description => description.HttpMethod != HttpMethods.Head;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            SchemaRules.Apply(schema, context);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            OperationRules.Apply(operation, context);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, context, _) =>
        {
            Describe(document, api, context.ApplicationServices.GetRequiredService<PlatformSettings>());
            RemoveNull(document.Components!);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            NameTextType(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
    });

    public static void MapApiDocument(this WebApplication app)
    {
        const string path = $"/{Name}/openapi.json";
        app.MapGet(path, (RequestDelegate)WriteAsync).AllowAnonymous().ExcludeFromDescription().WithHead();

        // What a page on another site asks before it reads the document with headers of its own.
        app.MapMethods(path, [HttpMethods.Options], (HttpContext context) =>
        {
            var headers = context.Response.Headers;
            (headers.Allow, headers.AccessControlAllowOrigin, headers.AccessControlAllowMethods, headers.AccessControlAllowHeaders) = ("GET, HEAD, OPTIONS", "*", "GET, HEAD", "*");
            return TypedResults.NoContent();
        }).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task WriteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var document = await context.RequestServices.GetRequiredService<ApiDocumentCache>().GetAsync(context.RequestAborted);
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.ETag = document.Tag;

        // Everybody may keep it, and asks whether it is still the same.
        response.Headers.CacheControl = "no-cache";
        if (EntityTags.IsKnown(request, document.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json;charset=utf-8";
        response.ContentLength = document.Bytes.Length;
        await response.Body.WriteAsync(document.Bytes, context.RequestAborted);
    }

    // What a converter of ours writes has no type in the document of itself.
    private static void NameTextType(OpenApiSchema schema, Type type)
    {
        var written = Nullable.GetUnderlyingType(type) ?? type;
        if (schema.Type is null && (written == typeof(DateTimeOffset) || written.IsEnum))
        {
            schema.Type = written == type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        }
    }

    // Whether there may be none is said where a component is used. The generator says it in the component as well when it meets the nullable type first,
    // and then null is valid for both parts of oneOf.
    private static void RemoveNull(OpenApiComponents components)
    {
        foreach (var schema in components.Schemas!.Values.OfType<OpenApiSchema>())
        {
            schema.Type &= ~JsonSchemaType.Null;
            schema.Enum = schema.Enum?.Where(value => value is not null && !value.IsJsonNullSentinel()).ToList();
        }
    }

    private static void Describe(OpenApiDocument document, ApiDescription api, PlatformSettings settings)
    {
        document.Info = new OpenApiInfo
        {
            Title = api.Title,
            Version = api.Version,
            Description = api.Description,
            Contact = new() { Name = "Metropool", Email = settings.ContactEmail, Url = settings.PublicUrl },
        };

        // Relative, so that the document is the same wherever it is served.
        document.Servers = [new() { Url = $"/{api.Name}/v1", Description = "This installation" }];
        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths)
        {
            paths[path.StartsWith("/v1/", StringComparison.Ordinal) ? path[3..] : path] = item;
        }

        document.Paths = paths;
        var components = document.Components ??= new();
        components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "An access token of Identity: people by authorization code with PKCE, organisations by client credentials with private_key_jwt. /identity/.well-known/openid-configuration says where.",
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        components.Headers = new Dictionary<string, IOpenApiHeader>
        {
            [VersionHeader] = new OpenApiHeader { Description = "The version of this API.", Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = api.Version },
        };
        OperationRules.AddHeaders(components);
        components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        components.Schemas[ProblemDescription.Name] = ProblemDescription.Schema();
        components.Responses = new Dictionary<string, IOpenApiResponse> { [ProblemDescription.Name] = ProblemDescription.Response(document) };
        var responses = document.Paths.Values.SelectMany(path => path.Operations ?? []).SelectMany(operation => operation.Value.Responses ?? []);
        foreach (var response in responses.Select(response => response.Value).Concat(components.Responses.Values).OfType<OpenApiResponse>())
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>();
            response.Headers[VersionHeader] = new OpenApiHeaderReference(VersionHeader, document);
        }
    }
}
