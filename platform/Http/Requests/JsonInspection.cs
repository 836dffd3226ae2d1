using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Metropool.Http;

/// <summary>
/// Lists the faults of a JSON body by the contracts with which it is deserialized: unknown, duplicate and missing properties, values of the wrong type, and
/// values outside their limits.
/// </summary>
internal static class JsonInspection
{
    private const string Body = "body";
    private const int MaxNameLength = 100;

    public static void Inspect(ReadOnlyMemory<byte> json, BodyContract body, List<Fault> faults)
    {
        if (json.IsEmpty)
        {
            if (body.IsRequired)
            {
                faults.Add(new(Body, FaultCodes.Missing, "A body is required."));
            }

            return;
        }

        if (!Utf8.IsValid(json.Span))
        {
            faults.Add(new(Body, FaultCodes.NotJson, "The body is not UTF-8 text."));
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = body.Type.Options.MaxDepth });
            InspectRoot(document.RootElement, body, faults);
        }
        catch (JsonException exception)
        {
            faults.Add(new(Body, FaultCodes.NotJson,
                $"The body is not JSON, or is nested too deeply (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})."));
        }
    }

    private static void InspectRoot(JsonElement root, BodyContract body, List<Fault> faults)
    {
        if (root.ValueKind == JsonValueKind.Null)
        {
            if (body.IsRequired)
            {
                faults.Add(new(Body, FaultCodes.Missing, "A body is required."));
            }
        }
        else if (!IsReadable(root, body.Type, body.Limits, "", faults))
        {
            CheckLength(body.Limits, root, body.Type, "", faults);
        }
        else if (body.Limits is { } limits)
        {
            RequestValidation.Check(limits, root.Deserialize(body.Type), "", faults);
        }
    }

    /// <summary>Whether a value can be deserialized. Adds what can't be, with the other values that are outside their limits.</summary>
    private static bool IsReadable(JsonElement value, JsonTypeInfo type, RequestValidation.Member? limits, string where, List<Fault> faults)
    {
        if (faults.Count >= RequestInspection.MaxFaults)
        {
            return false;
        }

        return (type.PolymorphismOptions is null ? type.Kind : JsonTypeInfoKind.None, value.ValueKind) switch
        {
            (JsonTypeInfoKind.Object, JsonValueKind.Object) => IsReadableObject(value, type, where, faults),
            (JsonTypeInfoKind.Dictionary, JsonValueKind.Object) => IsReadableDictionary(value, type, where, faults),
            (JsonTypeInfoKind.Enumerable, JsonValueKind.Array) => IsReadableList(value, type, limits, where, faults),
            (JsonTypeInfoKind.None, _) when CanBeRead(value, type) => true,
            _ => Refuse(where, FaultCodes.NotReadable, FormatMessages.Of(type), faults),
        };
    }

    private static bool IsReadableObject(JsonElement value, JsonTypeInfo type, string where, List<Fault> faults)
    {
        var (before, seen, readable) = (faults.Count, new HashSet<string>(StringComparer.Ordinal),
            new List<(string Name, JsonElement Value, JsonTypeInfo Type)>());
        var members = RequestValidation.MembersOf(type.Type);
        foreach (var property in value.EnumerateObject())
        {
            if (faults.Count >= RequestInspection.MaxFaults)
            {
                return false;
            }

            if (NameOf(property) is not { } name)
            {
                Refuse(where, FaultCodes.NotReadable, "The name of a property has an escape sequence that is not a character.", faults);
                continue;
            }

            var (at, known) = (Join(where, name), type.Properties.FirstOrDefault(known => known.Name == name));
            if (!seen.Add(name))
            {
                Refuse(at, FaultCodes.Duplicate, "The property occurs more than once.", faults);
            }
            else if (known is null || known.IsExtensionData)
            {
                if ((type.UnmappedMemberHandling ?? type.Options.UnmappedMemberHandling) == JsonUnmappedMemberHandling.Disallow
                    && !type.Properties.Any(other => other.IsExtensionData))
                {
                    Refuse(at, FaultCodes.Unknown, "The property is unknown.", faults);
                }
            }
            else if (property.Value.ValueKind == JsonValueKind.Null && !IsNullable(known))
            {
                Refuse(at, FaultCodes.NotReadable, "A value is required; null is not allowed.", faults);
            }
            else if (known.Set is not null || known.AssociatedParameter is not null)
            {
                var (ofProperty, limits) = (type.Options.GetTypeInfo(known.PropertyType), Array.Find(members, member => member.Name == name));
                if (property.Value.ValueKind == JsonValueKind.Null || IsReadable(property.Value, ofProperty, limits, at, faults))
                {
                    if (!CountsAsNull(known, property.Value))
                    {
                        readable.Add((name, property.Value, ofProperty));
                    }
                }
                else
                {
                    CheckLength(limits, property.Value, ofProperty, at, faults);
                }
            }
        }

        foreach (var missing in type.Properties.Where(known => known.IsRequired && !seen.Contains(known.Name)))
        {
            Refuse(Join(where, missing.Name), FaultCodes.Missing, "A value is required.", faults);
        }

        if (faults.Count == before)
        {
            return true;
        }

        foreach (var (name, readableValue, ofProperty) in readable)
        {
            if (Array.Find(members, member => member.Name == name) is { } member)
            {
                RequestValidation.Check(member, readableValue.Deserialize(ofProperty), Join(where, name), faults);
            }
        }

        return false;
    }

    private static bool IsReadableDictionary(JsonElement value, JsonTypeInfo type, string where, List<Fault> faults)
    {
        var before = faults.Count;
        foreach (var property in value.EnumerateObject().TakeWhile(_ => faults.Count < RequestInspection.MaxFaults))
        {
            if (NameOf(property) is { } name)
            {
                IsReadable(property.Value, type.Options.GetTypeInfo(type.ElementType!), null, Join(where, name), faults);
            }
            else
            {
                Refuse(where, FaultCodes.NotReadable, "The name of a property has an escape sequence that is not a character.", faults);
            }
        }

        return faults.Count == before;
    }

    private static bool IsReadableList(JsonElement value, JsonTypeInfo type, RequestValidation.Member? limits, string where, List<Fault> faults)
    {
        var (before, index, ofItem, readable) = (faults.Count, 0, type.Options.GetTypeInfo(type.ElementType!), new List<(JsonElement Value, string Where)>());
        foreach (var item in value.EnumerateArray())
        {
            var at = $"{where}[{index++}]";
            if (item.ValueKind == JsonValueKind.Null)
            {
                Refuse(at, FaultCodes.Missing, "A value is required.", faults);
            }
            else if (IsReadable(item, ofItem, null, at, faults))
            {
                readable.Add((item, at));
            }

            if (faults.Count >= RequestInspection.MaxFaults)
            {
                break;
            }
        }

        if (faults.Count == before)
        {
            return true;
        }

        if (limits is not null)
        {
            foreach (var (item, at) in readable)
            {
                RequestValidation.CheckItem(limits, item.Deserialize(ofItem), at, faults);
            }
        }

        return false;
    }

    private static bool CanBeRead(JsonElement value, JsonTypeInfo type)
    {
        try
        {
            value.Deserialize(type);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // The length of a list can be checked although some items can't be deserialized.
    private static void CheckLength(RequestValidation.Member? limits, JsonElement value, JsonTypeInfo type, string where, List<Fault> faults)
    {
        if (limits is not null && type.Kind == JsonTypeInfoKind.Enumerable && value.ValueKind == JsonValueKind.Array)
        {
            RequestValidation.CheckLength(limits, value.GetArrayLength(), where, faults);
        }
    }

    // An escape sequence can be half of a surrogate pair, for which the getter throws.
    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // A blank optional string counts as null, and has no limits.
    private static bool CountsAsNull(JsonPropertyInfo property, JsonElement value) =>
        property.CustomConverter == OptionalTextConverter.Instance && value.ValueKind == JsonValueKind.String
        && OptionalTextConverter.CountsAsNull(value.GetString()!);

    private static bool IsNullable(JsonPropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : property.IsSetNullable && property.AssociatedParameter?.IsNullable != false;

    private static string Join(string where, string name)
    {
        var shown = Truncate(name);
        return where.Length == 0 ? shown : $"{where}.{shown}";
    }

    /// <summary>Truncates a name that the caller chose.</summary>
    public static string Truncate(string name) => name.Length > MaxNameLength ? $"{name[..MaxNameLength]}…" : name;

    private static bool Refuse(string where, string code, string detail, List<Fault> faults)
    {
        faults.Add(new(where.Length == 0 ? Body : where, code, detail));
        return false;
    }
}
