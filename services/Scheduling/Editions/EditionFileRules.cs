using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Scheduling.Database;

namespace Metropool.Scheduling.Editions;

/// <summary>
/// The rules for an edition file that annotations can't express. A file that contradicts itself is valid; its contradictions are findings of the linter (R3).
/// </summary>
internal static partial class EditionFileRules
{
    public static IReadOnlyList<Fault> FaultsOf(EditionContent content)
    {
        var values = ValuesOf(JsonSerializer.SerializeToNode(content, JsonColumn.Options)!).ToDictionary(value => value.GetPath()["$.".Length..]);
        return
        [
            .. DateFaults(content),
            .. Duplicates(content.IntakeDays, "intakeDays", "date", day => day.Date),
            .. content.Modules.SelectMany(ModuleFaults),
            .. Duplicates(content.FinalModule.Lecturers, "finalModule.lecturers", "name", lecturer => TextPolicy.ComparisonKey(lecturer.Name)),
            .. PeopleFaults(content.People),
            .. content.Remarks.Index().Where(remark => !values.ContainsKey(remark.Item.About))
                .Select(remark => new Fault($"remarks[{remark.Index}].about", "no-such-place", "The file has nothing at that place.")),
            .. values.Where(value => value.Value.GetValueKind() == JsonValueKind.String)
                .SelectMany(value => TextFaults(value.Key, value.Value.GetValue<string>())),
        ];
    }

    private static IEnumerable<Fault> DateFaults(EditionContent content) =>
        new (string Where, PartialDate? Date)[] { ("startsOn", content.StartsOn), ("endsOn", content.EndsOn) }
            .Where(date => date.Date is { } stated && !EditionRules.IsSupported(stated))
            .Select(date => new Fault(date.Where, FaultCodes.OutOfRange, EditionRules.UnsupportedDate));

    /// <summary>R1: the modules are in order, and the fifth is the internship. R5: a taught module has at least one lecturer.</summary>
    private static IEnumerable<Fault> ModuleFaults(ModuleContent module, int index)
    {
        var where = $"modules[{index}]";
        if (module.Number != index + 1)
        {
            yield return new($"{where}.number", "module-order", $"Modules must be in order: this one must have number {index + 1}.");
        }

        var isInternship = index + 1 == EditionRules.InternshipNumber;
        if (module.Kind != (isInternship ? ModuleKind.Internship : ModuleKind.Taught))
        {
            yield return new($"{where}.kind", "module-kind", $"Module {EditionRules.InternshipNumber} is the internship, the others are taught.");
        }

        if (!isInternship && module.Cognitive is null)
        {
            yield return new($"{where}.cognitive", FaultCodes.Missing, "A taught module has a cognitive part.");
        }

        if (!isInternship && module.Cognitive is { Lecturers.Count: 0 })
        {
            yield return new($"{where}.cognitive.lecturers", "no-lecturer", "A taught module has at least one lecturer.");
        }

        foreach (var fault in Duplicates(
            module.Cognitive?.Lecturers ?? [], $"{where}.cognitive.lecturers", "name", lecturer => TextPolicy.ComparisonKey(lecturer.Name)))
        {
            yield return fault;
        }
    }

    /// <summary>R45: one dean, one programme manager and one project manager, and several trainers.</summary>
    private static IEnumerable<Fault> PeopleFaults(IReadOnlyList<NamedPerson> people)
    {
        foreach (var (index, person) in people.Index())
        {
            var earlier = people.Take(index).Where(other => other.Role == person.Role).ToList();
            if (person.Role != TeamRole.Trainer && earlier.Count > 0)
            {
                yield return new($"people[{index}].role", "duplicate", "Another person has this role.");
            }
            else if (earlier.Exists(other => TextPolicy.ComparisonKey(other.Name) == TextPolicy.ComparisonKey(person.Name)))
            {
                yield return new($"people[{index}].name", "duplicate", "This person is named with this role already.");
            }
        }
    }

    private static IEnumerable<Fault> TextFaults(string where, string text)
    {
        if (text.Trim().Length != text.Length)
        {
            yield return new(where, FaultCodes.NotAllowed, "Must not start or end with a space.");
        }

        if (ContactDetails().IsMatch(text))
        {
            yield return new(where, "contact-details", "Must not contain an e-mail address or a telephone number.");
        }
    }

    private static IEnumerable<Fault> Duplicates<T, TKey>(IReadOnlyList<T> items, string where, string property, Func<T, TKey> keyOf) =>
        items.Index().GroupBy(item => keyOf(item.Item)).SelectMany(same => same.Skip(1))
            .Select(item => new Fault($"{where}[{item.Index}].{property}", "duplicate", "Occurs twice."));

    /// <summary>All values in a JSON document, other than null.</summary>
    private static IEnumerable<JsonNode> ValuesOf(JsonNode node)
    {
        var children = node switch
        {
            JsonObject properties => properties.Where(property => property.Key != "$schema").Select(property => property.Value),
            JsonArray items => items,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(child => ValuesOf(child).Prepend(child));
    }

    // An e-mail address has an @ between two words; a Dutch or international telephone number starts with 0 or + and has at least nine digits.
    [GeneratedRegex(@"\S@\S|(?<!\d)(\+|0)(?:[\s\-().]*\d){8,14}(?!\d)")]
    private static partial Regex ContactDetails();
}
