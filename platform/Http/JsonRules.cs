using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Metropool.Http;

/// <summary>
/// The JSON of every API and of every stored document: camelCase, enumerations as camelCase strings, unknown and duplicate properties refused, numbers as
/// numbers, strings in normalization form C, null only for nullable types. A parameter of a record is required unless it is nullable or has a default value.
/// </summary>
public static class JsonRules
{
    /// <summary>Applies the rules to options.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        // It would be arbitrary which of two values is used.
        options.AllowDuplicateProperties = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        // "3" is a string and not a number.
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new TimeOfDayConverter());
        options.Converters.Add(TextConverter.Instance);
        options.Converters.Add(new EnumerationConverter());
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver())
            .WithAddedModifier(RequireParameters).WithAddedModifier(TextConverter.ReadBlankAsNull);
    }

    private static void RequireParameters(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false, IsNullable: false } parameter
                && Nullable.GetUnderlyingType(parameter.ParameterType) is null)
            {
                property.IsRequired = true;
            }
        }
    }
}
