using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Metropool.Http;

/// <summary>The OpenAPI document of a service, at <c>/&lt;service&gt;/v1/openapi.json</c>, without authentication and for every origin.</summary>
internal static class ApiDocument
{
    /// <summary>The name of the only document, which is the version in the path.</summary>
    public const string Name = "v1";

    public const OpenApiSpecVersion SpecVersion = OpenApiSpecVersion.OpenApi3_1;

    private const string Bearer = "bearer";
    private const string VersionHeader = "API-Version";

    public static void AddApiDocument(this IServiceCollection services, ApiDescription api) => services.AddSingleton<ApiDocumentCache>()
        .AddOpenApi(Name, options =>
    {
        options.OpenApiVersion = SpecVersion;
        options.ShouldInclude = description => description.HttpMethod != HttpMethods.Head;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            SchemaRules.Apply(schema, context);
            XmlComments.Describe(schema, context);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            OperationRules.Apply(operation, context);
            XmlComments.Describe(operation, context);
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

        // The preflight request of a page on another site that sends its own headers.
        app.MapMethods(path, [HttpMethods.Options], (HttpContext context) =>
        {
            var headers = context.Response.Headers;
            (headers.Allow, headers.AccessControlAllowOrigin) = ("GET, HEAD, OPTIONS", "*");
            (headers.AccessControlAllowMethods, headers.AccessControlAllowHeaders) = ("GET, HEAD", "*");
            return TypedResults.NoContent();
        }).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task WriteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var document = await context.RequestServices.GetRequiredService<ApiDocumentCache>().GetAsync(context.RequestAborted);
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.ETag = document.Tag;

        // Caches may store it, and revalidate it by its ETag.
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

    // The generator gives no type to values with a custom converter.
    private static void NameTextType(OpenApiSchema schema, Type type)
    {
        var written = Nullable.GetUnderlyingType(type) ?? type;
        if (schema.Type is null && (written == typeof(DateTimeOffset) || written.IsEnum))
        {
            schema.Type = written == type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        }
    }

    // Whether a value can be null is stated where a component is used. When the generator meets the nullable type first, it also states this in the
    // component, and then null is valid for both parts of oneOf.
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

        // Relative, so that the document doesn't depend on the installation.
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
            Description = "An access token issued by Identity: for people by authorization code with PKCE, for organisations by client credentials with "
                + "private_key_jwt. See /identity/.well-known/openid-configuration.",
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        components.Headers = new Dictionary<string, IOpenApiHeader>
        {
            [VersionHeader] = new OpenApiHeader
            {
                Description = "The version of this API.", Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = api.Version,
            },
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
