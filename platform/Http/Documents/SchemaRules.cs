using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Metropool.Http;

/// <summary>Adds to schemas what the generator of ASP.NET Core 10 doesn't know of <see cref="JsonRules"/> and of the validation.</summary>
internal static class SchemaRules
{
    private static readonly Type[] Numbers = [typeof(int), typeof(long), typeof(double), typeof(decimal)];

    public static void Apply(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        RemoveOptionalFromRequired(schema, context);
        DescribeConverted(schema, context);
        DescribeText(schema, context);
        DescribeItems(schema, context);
        AllowOtherMembers(schema, context);
        ShowLimits(schema, context);
    }

    // A nullable parameter of a record is optional; the generator would make it required.
    private static void RemoveOptionalFromRequired(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        foreach (var property in context.JsonTypeInfo.Properties.Where(property => !property.IsRequired))
        {
            schema.Required?.Remove(property.Name);
        }

        if (schema.Required is { Count: 0 })
        {
            schema.Required = null;
        }
    }

    // The generator gives a type with a custom converter a format, but no type.
    private static void DescribeConverted(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type != typeof(DateTimeOffset) && type != typeof(TimeOnly) && !type.IsEnum)
        {
            return;
        }

        var isNullable = type != context.JsonTypeInfo.Type && context.ParameterDescription is null;
        schema.Type = isNullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        if (type.IsEnum)
        {
            schema.Enum = [.. EnumerationConverter.NamesOf(type).Select(name => JsonValue.Create(name))];
        }
        else
        {
            // A time of day has no offset; "time" is that of RFC 3339, which has one (NL API Design Rules, /core/date-time/format).
            schema.Format = type == typeof(TimeOnly) ? "time-local" : "date-time";
        }
    }

    // Other requests refuse unknown properties.
    private static void AllowOtherMembers(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (context.JsonTypeInfo.Properties.Any(property => property.IsExtensionData))
        {
            schema.AdditionalProperties = new OpenApiSchema();
        }
    }

    // The generator gives no schema to list items with a custom converter.
    private static void DescribeItems(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (context.JsonTypeInfo is not { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element })
        {
            return;
        }

        if (element == typeof(string))
        {
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
        }
        else if (element.IsEnum)
        {
            var names = EnumerationConverter.NamesOf(element).Select(name => JsonValue.Create(name));
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. names] };
        }
    }

    // Strings have a custom converter too.
    private static void DescribeText(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (context.JsonTypeInfo.Type != typeof(string))
        {
            return;
        }

        schema.Type = JsonSchemaType.String;
        if (context.JsonPropertyInfo is not { } property)
        {
            return;
        }

        if (property.AssociatedParameter?.IsNullable ?? (property.Set is null ? property.IsGetNullable : property.IsSetNullable))
        {
            schema.Type |= JsonSchemaType.Null;
        }

        if ((TextOf(property.AttributeProvider) ?? TextOf(property.AssociatedParameter?.AttributeProvider)) is { } text)
        {
            schema.Pattern = text.Pattern;
        }

        static TextAttribute? TextOf(ICustomAttributeProvider? declaration) =>
            declaration?.GetCustomAttributes(typeof(TextAttribute), true).OfType<TextAttribute>().SingleOrDefault();
    }

    // The generator ignores annotations on the parameters of a record, and some of those on properties with a custom converter.
    private static void ShowLimits(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (context.JsonPropertyInfo is not { } property)
        {
            return;
        }

        ICustomAttributeProvider?[] declarations = [property.AttributeProvider, property.AssociatedParameter?.AttributeProvider];
        foreach (var attribute in declarations.SelectMany(declaration => declaration?.GetCustomAttributes(true).OfType<ValidationAttribute>() ?? []))
        {
            switch (attribute)
            {
                case StringLengthAttribute length:
                    Limit(schema, length.MinimumLength, length.MaximumLength);
                    break;
                case LengthAttribute length:
                    Limit(schema, length.MinimumLength, length.MaximumLength);
                    break;
                case MinLengthAttribute length:
                    Limit(schema, length.Length, null);
                    break;
                case MaxLengthAttribute length:
                    Limit(schema, 0, length.Length);
                    break;
                case RangeAttribute range when Numbers.Contains(range.OperandType):
                    schema.Minimum = Convert.ToString(range.Minimum, CultureInfo.InvariantCulture);
                    schema.Maximum = Convert.ToString(range.Maximum, CultureInfo.InvariantCulture);
                    break;
                case RegularExpressionAttribute expression:
                    schema.Pattern = expression.Pattern;
                    break;
                case EmailAddressAttribute:
                    schema.Format = "email";
                    break;
            }
        }
    }

    private static void Limit(OpenApiSchema schema, int least, int? most)
    {
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Array))
        {
            (schema.MinItems, schema.MaxItems) = (least > 0 ? least : schema.MinItems, most ?? schema.MaxItems);
        }
        else
        {
            (schema.MinLength, schema.MaxLength) = (least > 0 ? least : schema.MinLength, most ?? schema.MaxLength);
        }
    }
}
