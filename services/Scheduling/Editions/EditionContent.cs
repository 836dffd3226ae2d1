using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Scheduling.Editions;

/// <summary>
/// An edition file: an edition as its source states it, including contradictions (R3). Nothing is guessed or corrected. <see cref="EditionFileRules"/> has
/// the rules that annotations can't express.
/// </summary>
internal sealed record EditionContent
{
    /// <summary>Where an editor finds the schema of the file. The service doesn't use it.</summary>
    [JsonPropertyName("$schema"), StringLength(500)]
    public string? Schema { get; init; }

    /// <summary>The name, such as "Metropool 24".</summary>
    [StringLength(200)]
    public required string Name { get; init; }

    /// <summary>The programme that it is an edition of.</summary>
    [StringLength(200)]
    public required string Programme { get; init; }

    /// <summary>Where the content comes from.</summary>
    [StringLength(200)]
    public string? Source { get; init; }

    /// <summary>The price per participant that the source states, in euro cents.</summary>
    [Range(0, 100_000_000)]
    public int? StatedPriceInCents { get; init; }

    /// <summary>The first day, as precisely as it is stated: <c>2026</c>, <c>2026-10</c> or <c>2026-10-26</c>.</summary>
    public PartialDate? StartsOn { get; init; }

    /// <summary>The last day, as precisely as it is stated.</summary>
    public PartialDate? EndsOn { get; init; }

    /// <summary>The duration in months, as it is stated.</summary>
    [Range(1, EditionRules.MaximumMonths)]
    public int? DurationMonths { get; init; }

    /// <summary>The days of the intake interviews (R13), with the weekday that the source gives them.</summary>
    [MaxLength(EditionRules.MaximumIntakeDays)]
    public required IReadOnlyList<StatedDay> IntakeDays { get; init; }

    /// <summary>The six modules in order (R1).</summary>
    [Length(EditionRules.ModuleCount, EditionRules.ModuleCount)]
    public required IReadOnlyList<ModuleContent> Modules { get; init; }

    /// <summary>The final module (R1).</summary>
    public required FinalModuleContent FinalModule { get; init; }

    /// <summary>The people whom the source names, with their role. They don't get an account or a right by it.</summary>
    public required IReadOnlyList<NamedPerson> People { get; init; }

    /// <summary>Remarks about open questions and contradictions of the source.</summary>
    public required IReadOnlyList<Remark> Remarks { get; init; }
}

/// <summary>A day with the weekday that the source gives it.</summary>
/// <param name="Date">The day, in Europe/Amsterdam.</param>
/// <param name="Weekday">The weekday as the source states it, even if it doesn't fit the date.</param>
internal sealed record StatedDay(DateOnly Date, DayOfWeek? Weekday);

/// <summary>One of the six modules.</summary>
/// <param name="Number">1 to 6.</param>
/// <param name="Kind">Taught, or the internship.</param>
/// <param name="Title">The title, in Dutch.</param>
/// <param name="Cognitive">The cognitive learning line.</param>
/// <param name="Personal">The personal learning line.</param>
internal sealed record ModuleContent(
    [property: Range(1, EditionRules.ModuleCount)] int Number,
    ModuleKind Kind,
    [property: StringLength(200)] string Title,
    CognitivePart? Cognitive,
    PersonalPart? Personal);

/// <summary>The final module.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Theme">What it is about.</param>
/// <param name="Lecturers">The lecturers (R5).</param>
/// <param name="ThemeChosenByParticipants">Whether the participants choose the topic (R6).</param>
internal sealed record FinalModuleContent(
    [property: StringLength(200)] string Title,
    [property: StringLength(500)] string? Theme,
    [property: MinLength(1)] IReadOnlyList<Lecturer> Lecturers,
    bool ThemeChosenByParticipants = false);

/// <summary>The cognitive learning line of a module.</summary>
/// <param name="Theme">What it is about.</param>
internal sealed record CognitivePart([property: StringLength(500)] string? Theme)
{
    /// <summary>The lecturers (R5). The internship can have none.</summary>
    public IReadOnlyList<Lecturer> Lecturers { get; init; } = [];
}

/// <summary>The personal learning line of a module; trainers give it (R5).</summary>
/// <param name="Title">Its title.</param>
/// <param name="Theme">What it is about.</param>
/// <param name="StatedDays">The number of days, if the source states it.</param>
/// <param name="TrainingActorOnDay">The day, counted from 1, on which a training actor takes part, if the source states it.</param>
internal sealed record PersonalPart(
    [property: StringLength(200)] string Title,
    [property: StringLength(500)] string? Theme,
    [property: Range(1, 10)] int? StatedDays,
    [property: Range(1, 10)] int? TrainingActorOnDay);

/// <summary>A lecturer. A lecturer may have no account (R45), and has no rights by being one.</summary>
/// <param name="Name">The name.</param>
/// <param name="TitlesBefore">The titles before the name, such as "prof. dr.".</param>
/// <param name="TitlesAfter">The titles after the name, such as "MBA".</param>
/// <param name="Label">Core or guest lecturer, if the source states it.</param>
internal sealed record Lecturer(
    [property: StringLength(200), Name] string Name,
    [property: StringLength(200), Name] string? TitlesBefore,
    [property: StringLength(200), Name] string? TitlesAfter,
    LecturerLabel? Label);

/// <summary>A label without rights (R5).</summary>
internal enum LecturerLabel
{
    /// <summary>Kerndocent.</summary>
    Core,

    /// <summary>Gastdocent.</summary>
    Guest,
}

/// <summary>A person whom the source names.</summary>
/// <param name="Role">The role in the programme.</param>
/// <param name="Name">The name.</param>
/// <param name="TitlesBefore">The titles before the name.</param>
/// <param name="TitlesAfter">The titles after the name.</param>
internal sealed record NamedPerson(
    [property: DeniedValues(TeamRole.Unknown)] TeamRole Role,
    [property: StringLength(200), Name] string Name,
    [property: StringLength(200), Name] string? TitlesBefore,
    [property: StringLength(200), Name] string? TitlesAfter);

/// <summary>A remark about the source.</summary>
/// <param name="Kind">What kind of remark it is.</param>
/// <param name="About">The place in the file, such as <c>modules[4]</c>.</param>
/// <param name="Text">The remark, in Dutch.</param>
internal sealed record Remark(RemarkKind Kind, [property: StringLength(200)] string About, [property: StringLength(500)] string Text);

/// <summary>What kind of remark it is.</summary>
internal enum RemarkKind
{
    /// <summary>Information; not a finding.</summary>
    Note,

    /// <summary>The source leaves something open.</summary>
    OpenQuestion,

    /// <summary>Two statements of the source exclude each other.</summary>
    Contradiction,
}
