using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Metropool.Http;

/// <summary>
/// The JSON of every API and of every stored document: camelCase, enumerations as camelCase text, unknown and repeated properties refused,
/// numbers as numbers, texts in normalization form C, null only where a type allows it. A parameter of a record must be given unless it may be null or has a
/// default.
/// </summary>
public static class JsonRules
{
    /// <summary>Applies the rules to options.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        // Of two values under one name nobody can say which is meant.
        options.AllowDuplicateProperties = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        // "3" is a text and no number.
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
