using Metropool.Contracts;
using Metropool.Contracts.Scheduling;

namespace Metropool.Scheduling.Editions;

/// <summary>An edition as its file states it, contradictions and all (R3): nothing is guessed and nothing is repaired.</summary>
internal sealed record EditionContent
{
    /// <summary>The name, such as "Metropool 24".</summary>
    public required string Name { get; init; }

    /// <summary>The programme that it is an edition of.</summary>
    public required string Programme { get; init; }

    /// <summary>Where the content comes from.</summary>
    public string? Source { get; init; }

    /// <summary>The price per participant that the source states, in euro cents.</summary>
    public long? StatedPriceInCents { get; init; }

    /// <summary>The first day, as precisely as it is stated: <c>2026</c>, <c>2026-10</c> or <c>2026-10-26</c>.</summary>
    public PartialDate? StartsOn { get; init; }

    /// <summary>The last day, as precisely as it is stated.</summary>
    public PartialDate? EndsOn { get; init; }

    /// <summary>How long it lasts, in months, as it is stated.</summary>
    public int? DurationMonths { get; init; }

    /// <summary>The days of the intake interviews (R13), with the weekday that the source gives them.</summary>
    public required IReadOnlyList<StatedDay> IntakeDays { get; init; }

    /// <summary>The six modules in order (R1).</summary>
    public required IReadOnlyList<ModuleContent> Modules { get; init; }

    /// <summary>The final module (R1).</summary>
    public required FinalModuleContent FinalModule { get; init; }

    /// <summary>Who the source names, with their part in the programme. They have no account by it.</summary>
    public required IReadOnlyList<NamedPerson> People { get; init; }

    /// <summary>What the source leaves open or contradicts in words.</summary>
    public required IReadOnlyList<Remark> Remarks { get; init; }
}

/// <summary>A day with the weekday that the source gives it.</summary>
internal sealed record StatedDay(DateOnly Date, DayOfWeek? Weekday);

/// <summary>One of the six modules.</summary>
internal sealed record ModuleContent(int Number, ModuleKind Kind, string Title, CognitivePart? Cognitive, PersonalPart? Personal);

/// <summary>The final module.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Theme">What it is about.</param>
/// <param name="ThemeChosenByParticipants">Whether its topic is chosen by the participants (R6).</param>
/// <param name="Lecturers">Who gives it (R5).</param>
internal sealed record FinalModuleContent(string Title, string? Theme, bool ThemeChosenByParticipants, IReadOnlyList<Lecturer> Lecturers);

/// <summary>The cognitive learning line of a module.</summary>
internal sealed record CognitivePart(string? Theme, IReadOnlyList<Lecturer> Lecturers);

/// <summary>The personal learning line of a module; trainers give it (R5).</summary>
/// <param name="Title">Its title.</param>
/// <param name="Theme">What it is about.</param>
/// <param name="StatedDays">How many days it takes, where the source says so.</param>
/// <param name="TrainingActorOnDay">On which of its days a training actor works along, where the source says so.</param>
internal sealed record PersonalPart(string Title, string? Theme, int? StatedDays, int? TrainingActorOnDay);

/// <summary>Who teaches. A lecturer may have no account (R45), and no rights follow from being one.</summary>
internal sealed record Lecturer(string Name, string? TitlesBefore, string? TitlesAfter, LecturerLabel? Label);

/// <summary>A label without rights (R5).</summary>
internal enum LecturerLabel
{
    /// <summary>Kerndocent.</summary>
    Core,

    /// <summary>Gastdocent.</summary>
    Guest,
}

/// <summary>Somebody whom the source names.</summary>
internal sealed record NamedPerson(TeamPart Part, string Name, string? TitlesBefore, string? TitlesAfter);

/// <summary>A remark about the source.</summary>
/// <param name="Kind">What kind of remark it is.</param>
/// <param name="About">The place in the file that it is about, such as <c>modules[4]</c>.</param>
/// <param name="Text">The remark, in Dutch.</param>
internal sealed record Remark(RemarkKind Kind, string About, string Text);

/// <summary>What kind of remark it is.</summary>
internal enum RemarkKind
{
    /// <summary>Good to know; no finding.</summary>
    Note,

    /// <summary>The source itself leaves it open.</summary>
    OpenQuestion,

    /// <summary>The source says two things that can't both be so.</summary>
    Contradiction,
}
