using Metropool.Contracts;
using Metropool.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Metropool.Scheduling;

/// <summary>The description of the HTTP API of Scheduling, and corrections of its OpenAPI document.</summary>
internal static class SchedulingApi
{
    public static ApiDescription Description { get; } = new(
        "scheduling", "Metropool Scheduling", "1.0.0", "Editions with their modules, days and teams, calendars, interviews, participations and attendance.");

    /// <summary>Describes what the generator of the document can't see: the JSON form of a partial date.</summary>
    public static IServiceCollection AddSchedulingDocument(this IServiceCollection services) => services.Configure<OpenApiOptions>("v1", options =>
    {
        options.CreateSchemaReferenceId = type => IsPartialDate(type.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
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

            return Task.CompletedTask;
        });
    });

    private static bool IsPartialDate(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(PartialDate);
}
