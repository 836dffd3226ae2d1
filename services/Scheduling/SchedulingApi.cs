using Metropool.Contracts;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Metropool.Scheduling;

/// <summary>What the HTTP API of Scheduling is called, and what its document has to be told.</summary>
internal static class SchedulingApi
{
    public static ApiDescription Description { get; } = new(
        "scheduling", "Metropool Scheduling", "1.0.0", "Editions with their modules, days and teams, everybody's calendar, interviews, participations and attendance.");

    /// <summary>Describes what the schema can't know by itself: what is called Request in many use cases is another in each, and a partial date is written as text.</summary>
    public static IServiceCollection AddSchedulingDocument(this IServiceCollection services) => services.Configure<OpenApiOptions>("v1", options =>
    {
        // A partial date is text, and a client has no need of a type for it.
        options.CreateSchemaReferenceId = type => IsPartialDate(type.Type) ? null : NameOf(type.Type) ?? OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (IsPartialDate(context.JsonTypeInfo.Type))
            {
                schema.Type = context.JsonTypeInfo.Type == typeof(PartialDate) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
                schema.Pattern = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$";
                schema.Description = "A date as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.";
                schema.Properties = null;
                schema.Required = null;
            }

            if (context.JsonTypeInfo.Type == typeof(EditionContent))
            {
                schema.Properties!["$schema"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Where an editor finds the schema of the file. It is not looked at." };
            }

            if (context.JsonTypeInfo.Type == typeof(CognitivePart))
            {
                // The internship has none, and its part of a file may leave them out.
                schema.Required?.Remove("lecturers");
            }

            return Task.CompletedTask;
        });
    });

    private static bool IsPartialDate(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(PartialDate);

    /// <summary>The name of a schema by its use case; null where the usual one is unique.</summary>
    private static string? NameOf(Type type) => type switch
    {
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(Page<>) && NameOf(type.GenericTypeArguments[0]) is { } item => $"PageOf{item}",
        { DeclaringType: { } useCase, IsGenericType: false } when useCase.Namespace?.StartsWith("Metropool.Scheduling", StringComparison.Ordinal) == true => useCase.Name + type.Name,
        _ => null,
    };
}
