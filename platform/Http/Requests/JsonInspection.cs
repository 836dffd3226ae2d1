using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Metropool.Http;

/// <summary>
/// Names everything that is wrong with a JSON body, by the contracts that it is read with: unknown, repeated and missing properties, values of the wrong
/// type, and, of all that can be read, the values outside their limits.
/// </summary>
internal static class JsonInspection
{
    private const string Body = "body";
    private const int LongestName = 100;

    public static void Inspect(ReadOnlyMemory<byte> json, BodyContract body, List<Fault> faults)
    {
        if (json.IsEmpty)
        {
            if (body.IsRequired)
            {
                faults.Add(new(Body, FaultCodes.Missing, "A body is needed."));
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
                $"This is not JSON, or is nested too deeply (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})."));
        }
    }

    private static void InspectRoot(JsonElement root, BodyContract body, List<Fault> faults)
    {
        if (root.ValueKind == JsonValueKind.Null)
        {
            if (body.IsRequired)
            {
                faults.Add(new(Body, FaultCodes.Missing, "A body is needed."));
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

    /// <summary>Whether a value can be read. What can't be is named, with the values beside it that are outside their limits.</summary>
    private static bool IsReadable(JsonElement value, JsonTypeInfo type, RequestValidation.Member? limits, string where, List<Fault> faults)
    {
        if (faults.Count >= RequestInspection.MostFaults)
        {
            return false;
        }

        return (type.PolymorphismOptions is null ? type.Kind : JsonTypeInfoKind.None, value.ValueKind) switch
        {
            (JsonTypeInfoKind.Object, JsonValueKind.Object) => IsReadableObject(value, type, where, faults),
            (JsonTypeInfoKind.Dictionary, JsonValueKind.Object) => IsReadableDictionary(value, type, where, faults),
            (JsonTypeInfoKind.Enumerable, JsonValueKind.Array) => IsReadableList(value, type, limits, where, faults),
            (JsonTypeInfoKind.None, _) when CanBeRead(value, type) => true,
            _ => Refuse(where, FaultCodes.NotReadable, ValueForms.Of(type), faults),
        };
    }

    private static bool IsReadableObject(JsonElement value, JsonTypeInfo type, string where, List<Fault> faults)
    {
        var (before, seen, readable) = (faults.Count, new HashSet<string>(StringComparer.Ordinal),
            new List<(string Name, JsonElement Value, JsonTypeInfo Type)>());
        var members = RequestValidation.MembersOf(type.Type);
        foreach (var property in value.EnumerateObject())
        {
            if (faults.Count >= RequestInspection.MostFaults)
            {
                return false;
            }

            if (NameOf(property) is not { } name)
            {
                Refuse(where, FaultCodes.NotReadable, "The name of a property has an escape that stands for no character.", faults);
                continue;
            }

            var (at, known) = (Join(where, name), type.Properties.FirstOrDefault(known => known.Name == name));
            if (!seen.Add(name))
            {
                Refuse(at, FaultCodes.Duplicate, "This property is there more than once.", faults);
            }
            else if (known is null || known.IsExtensionData)
            {
                if ((type.UnmappedMemberHandling ?? type.Options.UnmappedMemberHandling) == JsonUnmappedMemberHandling.Disallow
                    && !type.Properties.Any(other => other.IsExtensionData))
                {
                    Refuse(at, FaultCodes.Unknown, "This property is not known here.", faults);
                }
            }
            else if (property.Value.ValueKind == JsonValueKind.Null && !IsNullable(known))
            {
                Refuse(at, FaultCodes.NotReadable, "A value is needed; null is none.", faults);
            }
            else if (known.Set is not null || known.AssociatedParameter is not null)
            {
                var (ofProperty, limits) = (type.Options.GetTypeInfo(known.PropertyType), Array.Find(members, member => member.Name == name));
                if (property.Value.ValueKind == JsonValueKind.Null || IsReadable(property.Value, ofProperty, limits, at, faults))
                {
                    if (!IsLeftOut(known, property.Value))
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
            Refuse(Join(where, missing.Name), FaultCodes.Missing, "A value is needed.", faults);
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
        foreach (var property in value.EnumerateObject().TakeWhile(_ => faults.Count < RequestInspection.MostFaults))
        {
            if (NameOf(property) is { } name)
            {
                IsReadable(property.Value, type.Options.GetTypeInfo(type.ElementType!), null, Join(where, name), faults);
            }
            else
            {
                Refuse(where, FaultCodes.NotReadable, "The name of a property has an escape that stands for no character.", faults);
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
                Refuse(at, FaultCodes.Missing, "A value is needed.", faults);
            }
            else if (IsReadable(item, ofItem, null, at, faults))
            {
                readable.Add((item, at));
            }

            if (faults.Count >= RequestInspection.MostFaults)
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

    // Of a list with unreadable items the length is known all the same.
    private static void CheckLength(RequestValidation.Member? limits, JsonElement value, JsonTypeInfo type, string where, List<Fault> faults)
    {
        if (limits is not null && type.Kind == JsonTypeInfoKind.Enumerable && value.ValueKind == JsonValueKind.Array)
        {
            RequestValidation.CheckLength(limits, value.GetArrayLength(), where, faults);
        }
    }

    // Half of a surrogate pair can be written as an escape, and is no name: reading it throws.
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

    // A blank optional text counts as left out, and has no limits.
    private static bool IsLeftOut(JsonPropertyInfo property, JsonElement value) =>
        property.CustomConverter == OptionalTextConverter.Instance && value.ValueKind == JsonValueKind.String
        && OptionalTextConverter.IsLeftOut(value.GetString()!);

    private static bool IsNullable(JsonPropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : property.IsSetNullable && property.AssociatedParameter?.IsNullable != false;

    private static string Join(string where, string name)
    {
        var shown = Shortened(name);
        return where.Length == 0 ? shown : $"{where}.{shown}";
    }

    /// <summary>The name of something unknown, as it is shown.</summary>
    public static string Shortened(string name) => name.Length > LongestName ? $"{name[..LongestName]}…" : name;

    private static bool Refuse(string where, string code, string detail, List<Fault> faults)
    {
        faults.Add(new(where.Length == 0 ? Body : where, code, detail));
        return false;
    }
}
