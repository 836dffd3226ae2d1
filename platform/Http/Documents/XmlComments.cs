using System.Collections.Concurrent;
using System.Reflection;
using System.Xml.Linq;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Metropool.Http;

/// <summary>
/// Describes schemas and parameters by the XML comments of types and properties, from the documentation file beside the assembly. The generator of ASP.NET
/// Core does it only for comments of the project that calls <c>AddOpenApi</c>, which is this one.
/// </summary>
internal static class XmlComments
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, string>> Files = new();

    public static void Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (context.JsonPropertyInfo is null && context.ParameterDescription is null)
        {
            schema.Description ??= SummaryOf(context.JsonTypeInfo.Type, $"T:{IdOf(context.JsonTypeInfo.Type)}");
        }
        else if (context.JsonPropertyInfo?.AttributeProvider is PropertyInfo property && SummaryOf(property) is { } summary)
        {
            // The description of a property with a schema of its own is beside the reference to it.
            if (schema.Metadata?.TryGetValue("x-schema-id", out var id) == true && id is string { Length: > 0 })
            {
                schema.Metadata.TryAdd("x-ref-description", summary);
            }
            else
            {
                schema.Description ??= summary;
            }
        }
    }

    /// <summary>Describes the parameters that are properties of an <c>[AsParameters]</c> type.</summary>
    public static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        foreach (var description in context.Description.ParameterDescriptions)
        {
            if (description.ParameterDescriptor is IParameterInfoParameterDescriptor { ParameterInfo.Member: PropertyInfo property }
                && operation.Parameters?.FirstOrDefault(p => p.Name == description.Name) is OpenApiParameter parameter)
            {
                parameter.Description ??= SummaryOf(property);
            }
        }
    }

    private static string? SummaryOf(PropertyInfo property) =>
        property.DeclaringType is { } type ? SummaryOf(type, $"P:{IdOf(type)}.{property.Name}") : null;

    private static string? SummaryOf(Type type, string id) => Files.GetOrAdd(type.Assembly, Read).GetValueOrDefault(id);

    private static string IdOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName?.Replace('+', '.') ?? type.Name;

    private static Dictionary<string, string> Read(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        return File.Exists(path) && assembly.GetName().Name?.StartsWith("Metropool.", StringComparison.Ordinal) == true
            ? XDocument.Load(path).Descendants("member")
                .Where(member => member.Element("summary") is not null)
                .ToDictionary(member => member.Attribute("name")!.Value, member => OneLine(TextOf(member.Element("summary")!)))
            : [];
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // A reference such as <see cref="X.Y"/> has no text: use its last name.
    private static string TextOf(XElement element) => element.IsEmpty
        ? ((string?)element.Attribute("cref") ?? (string?)element.Attribute("name") ?? (string?)element.Attribute("langword"))?.Split('.', ':')[^1] ?? ""
        : string.Concat(element.Nodes().Select(node => node is XElement inner ? TextOf(inner) : (node as XText)?.Value));
}
