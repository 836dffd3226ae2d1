using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Metropool.Contracts;
using Metropool.Http;

namespace Metropool.Scheduling.Editions.Files;

/// <summary>
/// A place in a JSON document that knows its path. Reading a value gives the value, or notes a fault with its place and gives a default:
/// so one reading finds every fault.
/// </summary>
internal readonly partial struct JsonPlace
{
    private readonly JsonElement? _element;
    private readonly List<Fault> _faults;

    private JsonPlace(JsonElement? element, string path, List<Fault> faults) => (_element, Path, _faults) = (element, path, faults);

    /// <summary>The path, such as <c>modules[2].title</c>; <c>$</c> for the whole document.</summary>
    public string Path { get; }

    /// <summary>Whether there is a value other than null.</summary>
    public bool Exists => _element is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };

    /// <summary>The value of a property; a place without a value where there is none.</summary>
    public JsonPlace this[string name] => new(
        _element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var child) ? child : null,
        Path == "$" ? name : $"{Path}.{name}",
        _faults);

    public static JsonPlace Root(JsonElement element, List<Fault> faults) => new(element, "$", faults);

    public void Fault(string code, string detail) => _faults.Add(new(Path, code, detail));

    /// <summary>Whether it is an object. Properties that it can't have, and those that it has twice, are faults.</summary>
    public bool IsObject(params ReadOnlySpan<string> known)
    {
        if (!Exists)
        {
            Fault("missing", "An object is needed here.");
            return false;
        }

        if (_element is not { ValueKind: JsonValueKind.Object } element)
        {
            Fault("wrong-type", "An object is needed here.");
            return false;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                this[property.Name].Fault("duplicate-property", "This property is there more than once.");
            }
            else if (!known.Contains(property.Name))
            {
                this[property.Name].Fault("unknown-property", $"There is no such property; known are {string.Join(", ", known)}.");
            }
        }

        return true;
    }

    /// <summary>The items of an array, which has to be there unless <paramref name="optional"/>.</summary>
    public IReadOnlyList<JsonPlace> Items(bool optional = false)
    {
        if (!Exists)
        {
            if (!optional)
            {
                Fault("missing", "An array is needed here.");
            }

            return [];
        }

        if (_element is not { ValueKind: JsonValueKind.Array } element)
        {
            Fault("wrong-type", "An array is needed here.");
            return [];
        }

        var (path, faults) = (Path, _faults);
        return [.. element.EnumerateArray().Select((item, index) => new JsonPlace(item, $"{path}[{index}]", faults))];
    }

    public string Text(int maximum) => Required(place => place.OptionalText(maximum)) ?? "";

    /// <summary>The name of a person.</summary>
    public string Name(int maximum) => Required(place => place.OptionalText(maximum, TextKind.Name)) ?? "";

    public string? OptionalText(int maximum, TextKind kind = TextKind.Line)
    {
        if (!Exists)
        {
            return null;
        }

        if (_element is not { ValueKind: JsonValueKind.String } element)
        {
            Fault("wrong-type", "A text is needed here.");
            return null;
        }

        if (StringOf(element) is not { } text)
        {
            Fault("not-text", "The text has an escape that stands for no character.");
            return null;
        }

        text = TextPolicy.Normalize(text);
        if (TextPolicy.IsBlank(text) || text.Trim().Length != text.Length)
        {
            Fault("not-a-line", "A text is one line that isn't empty, without space around it.");
        }
        else if (TextPolicy.FaultOf(text, kind) is { } detail)
        {
            Fault(FaultCodes.NotAllowed, detail);
        }
        else if (text.Length > maximum)
        {
            Fault("too-long", $"The text has {text.Length} characters; {maximum} is the most.");
        }
        else if (ContactDetails().IsMatch(text))
        {
            Fault("contact-details", "An edition file carries no e-mail address and no telephone number.");
        }

        return text;
    }

    public int Whole(int least, int most) => Required(place => place.OptionalWhole(least, most)) ?? least;

    public int? OptionalWhole(int least, int most)
    {
        if (!Exists)
        {
            return null;
        }

        if (_element is not { ValueKind: JsonValueKind.Number } element || !element.TryGetInt32(out var number))
        {
            Fault("wrong-type", "A whole number is needed here.");
            return null;
        }

        if (number < least || number > most)
        {
            Fault("out-of-range", string.Create(CultureInfo.InvariantCulture, $"The number is {least} at least and {most} at most."));
        }

        return number;
    }

    public bool Truth()
    {
        if (_element is { ValueKind: JsonValueKind.True or JsonValueKind.False } element)
        {
            return element.GetBoolean();
        }

        if (Exists)
        {
            Fault("wrong-type", "True or false is needed here.");
        }

        return false;
    }

    public DateOnly Day() => Required(place => place.OptionalDate() switch
    {
        null => (DateOnly?)null,
        { Day: not null } date => date.Earliest,
        _ => Faulty<DateOnly>(place, "not-a-day", "The day has to be known here: yyyy-MM-dd."),
    }) ?? default;

    public PartialDate? OptionalDate()
    {
        if (!Exists)
        {
            return null;
        }

        if (_element is { ValueKind: JsonValueKind.String } element && PartialDate.TryParse(StringOf(element), out var date) && EditionRules.IsReckonable(date))
        {
            return date;
        }

        Fault("not-a-date", "A date of the calendar is written as yyyy, yyyy-MM or yyyy-MM-dd, and lies in the years 1900 to 2199.");
        return null;
    }

    public T OneOf<T>(params ReadOnlySpan<T> values)
        where T : struct, Enum
    {
        if (!Exists)
        {
            Fault("missing", "A value is needed here.");
            return default;
        }

        return OptionalOneOf(values) ?? default;
    }

    public T? OptionalOneOf<T>(params ReadOnlySpan<T> values)
        where T : struct, Enum
    {
        if (!Exists)
        {
            return null;
        }

        var text = _element is { ValueKind: JsonValueKind.String } element ? StringOf(element) : null;
        var names = new List<string>();
        foreach (var value in values)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
            if (name == text)
            {
                return value;
            }

            names.Add(name);
        }

        Fault("unknown-value", $"The value is one of {string.Join(", ", names)}.");
        return null;
    }

    /// <summary>Whether a path such as <c>modules[4].personal</c> leads to a value below this one.</summary>
    public bool Leads(string path)
    {
        var at = this;
        foreach (var step in PathSteps().EnumerateMatches(path))
        {
            var text = path.AsSpan(step.Index, step.Length);
            if (text[0] != '[')
            {
                at = at[text.TrimStart('.').ToString()];
            }
            else if (at._element is { ValueKind: JsonValueKind.Array } array
                && int.TryParse(text[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < array.GetArrayLength())
            {
                at = new(array[index], $"{at.Path}[{index}]", _faults);
            }
            else
            {
                return false;
            }
        }

        return PathSteps().Replace(path, "").Length == 0 && at.Exists;
    }

    // Half of a surrogate pair can be written as an escape, and is no text.
    private static string? StringOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static T? Faulty<T>(JsonPlace place, string code, string detail)
        where T : struct
    {
        place.Fault(code, detail);
        return null;
    }

    private T? Required<T>(Func<JsonPlace, T?> read)
    {
        if (!Exists)
        {
            Fault("missing", "A value is needed here.");
            return default;
        }

        return read(this);
    }

    // An address has an @ between two words; a Dutch or international telephone number has a leading 0 or + and at least nine digits.
    [GeneratedRegex(@"\S@\S|(?<!\d)(\+|0)(?:[\s\-().]*\d){8,14}(?!\d)")]
    private static partial Regex ContactDetails();

    [GeneratedRegex(@"\G(?:\.?[A-Za-z]+|\[\d+\])")]
    private static partial Regex PathSteps();
}
