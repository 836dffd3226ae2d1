using System.Text.Json;
using System.Text.Unicode;
using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Scheduling.Editions.Files;

/// <summary>
/// Reads an edition file. A file that is no edition is refused with every fault and its place;
/// one that contradicts itself is an edition all the same, and its contradictions are findings (R3).
/// </summary>
internal static class EditionFileReader
{
    private const int LineLength = 200;
    private const int TextLength = 500;
    private const int MaximumDepth = 16;

    public static Outcome<EditionContent> Read(ReadOnlyMemory<byte> file)
    {
        var faults = new List<Fault>();
        var content = Utf8.IsValid(file.Span) ? Parse(file, faults) : NotUtf8(faults);
        return faults.Count == 0 && content is not null
            ? content
            : Refusal.Invalid("scheduling.edition-file-invalid", $"The edition file has {faults.Count} fault(s). Nothing was stored.", faults);
    }

    private static EditionContent? NotUtf8(List<Fault> faults)
    {
        faults.Add(new("$", "not-utf8", "The file is not UTF-8 text."));
        return null;
    }

    private static EditionContent? Parse(ReadOnlyMemory<byte> file, List<Fault> faults)
    {
        try
        {
            using var document = JsonDocument.Parse(file, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            if (NamesAreText(document.RootElement))
            {
                return Edition(JsonPlace.Root(document.RootElement, faults));
            }

            faults.Add(new("$", "not-text", "The name of a property has an escape that stands for no character."));
            return null;
        }
        catch (JsonException e)
        {
            faults.Add(new($"line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}", "not-json", "Here it stops being JSON."));
            return null;
        }
    }

    // Half of a surrogate pair can be written as an escape, and is no name: reading it throws.
    private static bool NamesAreText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                return element.EnumerateArray().All(NamesAreText);
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    try
                    {
                        _ = property.Name;
                    }
                    catch (InvalidOperationException)
                    {
                        return false;
                    }

                    if (!NamesAreText(property.Value))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return true;
        }
    }

    private static EditionContent? Edition(JsonPlace root)
    {
        if (!root.IsObject(
            "$schema", "name", "programme", "source", "statedPriceInCents", "startsOn", "endsOn", "durationMonths",
            "intakeDays", "modules", "finalModule", "people", "remarks"))
        {
            return null;
        }

        // Not used, but text as any other.
        root["$schema"].OptionalText(TextLength);
        return new EditionContent
        {
            Name = root["name"].Text(LineLength),
            Programme = root["programme"].Text(LineLength),
            Source = root["source"].OptionalText(LineLength),
            StatedPriceInCents = root["statedPriceInCents"].OptionalWhole(0, 100_000_000),
            StartsOn = root["startsOn"].OptionalDate(),
            EndsOn = root["endsOn"].OptionalDate(),
            DurationMonths = root["durationMonths"].OptionalWhole(1, EditionRules.MostMonths),
            IntakeDays = IntakeDays(root["intakeDays"]),
            Modules = Modules(root["modules"]),
            FinalModule = FinalModule(root["finalModule"]),
            People = People(root["people"]),
            Remarks = [.. root["remarks"].Items().Select(item => Remark(item, root))],
        };
    }

    private static List<StatedDay> IntakeDays(JsonPlace place)
    {
        var (days, items) = (new List<StatedDay>(), place.Items());
        if (items.Count > EditionRules.MostIntakeDays)
        {
            place.Fault(FaultCodes.WrongLength, $"An edition has at most {EditionRules.MostIntakeDays} intake days; here are {items.Count}.");
        }

        foreach (var item in items)
        {
            if (!item.IsObject("date", "weekday"))
            {
                continue;
            }

            var day = new StatedDay(item["date"].Day(), item["weekday"].OptionalOneOf(Enum.GetValues<DayOfWeek>()));
            if (day.Date != default && days.Exists(d => d.Date == day.Date))
            {
                item["date"].Fault("duplicate", "This intake day is there already.");
            }

            days.Add(day);
        }

        return days;
    }

    /// <summary>R1: six modules in order, of which the fifth is the internship.</summary>
    private static List<ModuleContent> Modules(JsonPlace place)
    {
        var items = place.Items();
        if (place.Exists && items.Count != EditionRules.ModuleCount)
        {
            place.Fault("six-modules", $"An edition has six modules; here are {items.Count}.");
        }

        return [.. items.Select(Module).OfType<ModuleContent>()];
    }

    private static ModuleContent? Module(JsonPlace place, int index)
    {
        if (!place.IsObject("number", "kind", "title", "cognitive", "personal"))
        {
            return null;
        }

        var number = place["number"].Whole(1, EditionRules.ModuleCount);
        if (place["number"].Exists && number != index + 1)
        {
            place["number"].Fault("module-order", $"Modules stand in order: this one is number {index + 1}.");
        }

        var kind = place["kind"].OneOf(ModuleKind.Taught, ModuleKind.Internship);
        var expected = index + 1 == EditionRules.InternshipNumber ? ModuleKind.Internship : ModuleKind.Taught;
        if (kind != ModuleKind.Unknown && kind != expected)
        {
            place["kind"].Fault("module-kind", $"Module {EditionRules.InternshipNumber} is the internship, the others are taught.");
        }

        if (expected == ModuleKind.Taught && !place["cognitive"].Exists)
        {
            place["cognitive"].Fault("missing", "A taught module has a cognitive part.");
        }

        return new(
            number, kind, place["title"].Text(LineLength),
            place["cognitive"].Exists ? Cognitive(place["cognitive"], expected) : null,
            place["personal"].Exists ? Personal(place["personal"]) : null);
    }

    private static CognitivePart? Cognitive(JsonPlace place, ModuleKind kind)
    {
        if (!place.IsObject("theme", "lecturers"))
        {
            return null;
        }

        var lecturers = Lecturers(place["lecturers"], optional: kind == ModuleKind.Internship);
        return new(place["theme"].OptionalText(TextLength), lecturers);
    }

    private static PersonalPart? Personal(JsonPlace place) =>
        place.IsObject("title", "theme", "statedDays", "trainingActorOnDay")
            ? new(place["title"].Text(LineLength), place["theme"].OptionalText(TextLength),
                place["statedDays"].OptionalWhole(1, 10), place["trainingActorOnDay"].OptionalWhole(1, 10))
            : null;

    private static FinalModuleContent FinalModule(JsonPlace place) =>
        place.IsObject("title", "theme", "themeChosenByParticipants", "lecturers")
            ? new(place["title"].Text(LineLength), place["theme"].OptionalText(TextLength),
                place["themeChosenByParticipants"].Truth(), Lecturers(place["lecturers"], optional: false))
            : new("", null, false, []);

    /// <summary>R5: a module has one lecturer or more.</summary>
    private static List<Lecturer> Lecturers(JsonPlace place, bool optional)
    {
        var items = place.Items(optional);
        if (place.Exists && items.Count == 0 && !optional)
        {
            place.Fault("no-lecturer", "A module has at least one lecturer.");
        }

        var lecturers = new List<Lecturer>();
        foreach (var item in items)
        {
            if (!item.IsObject("name", "titlesBefore", "titlesAfter", "label"))
            {
                continue;
            }

            var lecturer = new Lecturer(
                item["name"].Name(LineLength), item["titlesBefore"].OptionalText(LineLength, TextKind.Name), item["titlesAfter"].OptionalText(LineLength, TextKind.Name),
                item["label"].OptionalOneOf(Enum.GetValues<LecturerLabel>()));
            if (lecturer.Name.Length > 0 && lecturers.Exists(l => IsSame(l.Name, lecturer.Name)))
            {
                item["name"].Fault("duplicate", "This lecturer is named in this module already.");
            }

            lecturers.Add(lecturer);
        }

        return lecturers;
    }

    /// <summary>R45: one dean, one programme manager, one project manager; trainers may be several.</summary>
    private static List<NamedPerson> People(JsonPlace place)
    {
        var people = new List<NamedPerson>();
        foreach (var item in place.Items())
        {
            if (!item.IsObject("part", "name", "titlesBefore", "titlesAfter"))
            {
                continue;
            }

            var person = new NamedPerson(
                item["part"].OneOf(TeamPart.Dean, TeamPart.ProgrammeManager, TeamPart.ProjectManager, TeamPart.Trainer),
                item["name"].Name(LineLength), item["titlesBefore"].OptionalText(LineLength, TextKind.Name), item["titlesAfter"].OptionalText(LineLength, TextKind.Name));
            if (person.Part is not (TeamPart.Unknown or TeamPart.Trainer) && people.Exists(p => p.Part == person.Part))
            {
                item["part"].Fault("duplicate", "Somebody has this part already.");
            }
            else if (person.Name.Length > 0 && people.Exists(p => p.Part == person.Part && IsSame(p.Name, person.Name)))
            {
                item["name"].Fault("duplicate", "This person is named with this part already.");
            }

            people.Add(person);
        }

        return people;
    }

    private static bool IsSame(string one, string other) => TextPolicy.ComparisonKey(one) == TextPolicy.ComparisonKey(other);

    private static Remark Remark(JsonPlace place, JsonPlace root)
    {
        if (!place.IsObject("kind", "about", "text"))
        {
            return new(default, "", "");
        }

        var remark = new Remark(place["kind"].OneOf(Enum.GetValues<RemarkKind>()), place["about"].Text(LineLength), place["text"].Text(TextLength));
        if (remark.About.Length > 0 && !root.Leads(remark.About))
        {
            place["about"].Fault("no-such-place", "There is nothing at that place in this file.");
        }

        return remark;
    }
}
