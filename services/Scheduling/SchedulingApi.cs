using Metropool.Contracts;
using Metropool.Http;
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
        options.CreateSchemaReferenceId = type => NameOf(type.Type) ?? OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if ((Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type) == typeof(PartialDate))
            {
                schema.Type = context.JsonTypeInfo.Type == typeof(PartialDate) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
                schema.Pattern = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$";
                schema.Description = "A date as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.";
                schema.Properties = null;
                schema.Required = null;
            }

            return Task.CompletedTask;
        });
    });

    /// <summary>The name of a schema by its use case; null where the usual one is unique.</summary>
    private static string? NameOf(Type type) => type switch
    {
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(Page<>) && NameOf(type.GenericTypeArguments[0]) is { } item => $"PageOf{item}",
        { DeclaringType: { } useCase, IsGenericType: false } when useCase.Namespace?.StartsWith("Metropool.Scheduling", StringComparison.Ordinal) == true => useCase.Name + type.Name,
        _ => null,
    };
}
