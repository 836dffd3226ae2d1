using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Scheduling.Editions;

/// <summary>An edition.</summary>
/// <param name="Id">The id of the edition.</param>
/// <param name="Version">Increases with every change.</param>
/// <param name="Name">The name, such as "Metropool 24".</param>
/// <param name="Programme">The programme that it is an edition of.</param>
/// <param name="Status">The status. Until the release the programme is provisional (R4).</param>
/// <param name="StatedPriceInCents">The price per participant that the programme states, in euro cents.</param>
/// <param name="StartsOn">The first day, as precisely as it is known, such as <c>2026-10-26</c> or <c>2026-10</c>.</param>
/// <param name="EndsOn">The last day, as precisely as it is known.</param>
/// <param name="DurationMonths">The stated duration in months.</param>
/// <param name="IntakeDays">The days of the intake interviews.</param>
/// <param name="Modules">The six modules, and the final module as number 7.</param>
/// <param name="Team">The roles in the team.</param>
/// <param name="People">The people whom the programme names.</param>
/// <param name="Internal">Details for staff only; null for others.</param>
internal sealed record EditionDetail(
    Guid Id, long Version, string Name, string Programme, EditionStatus Status, long? StatedPriceInCents,
    PartialDate? StartsOn, PartialDate? EndsOn, int? DurationMonths,
    IReadOnlyList<StatedDay> IntakeDays, IReadOnlyList<ModuleDetail> Modules, IReadOnlyList<TeamMemberDetail> Team, IReadOnlyList<NamedPerson> People,
    EditionInternalDetail? Internal) : IVersioned
{
    public ResourceVersion GetVersion() => Version;

    public static EditionDetail ForStaff(Edition edition) => Of(edition, forStaff: true);

    public static EditionDetail Of(Edition edition, bool forStaff) => new(
        edition.Id, edition.Version, edition.Name, edition.Programme, edition.Status, edition.StatedPriceInCents,
        edition.StartsOn, edition.EndsOn, edition.DurationMonths,
        [.. edition.IntakeDays.OrderBy(day => day.Date)],
        [.. edition.Modules.OrderBy(module => module.Number).Select(ModuleDetail.Of)],
        [.. edition.Team.OrderBy(member => member.Role).ThenBy(member => member.From).Select(TeamMemberDetail.Of)],
        edition.People,
        forStaff ? EditionInternalDetail.Of(edition) : null);
}

/// <summary>Details of an edition for staff only.</summary>
/// <param name="Source">Where the content comes from.</param>
/// <param name="Remarks">Remarks about the source.</param>
/// <param name="Settings">What the brochure leaves open, decided for this edition.</param>
/// <param name="Release">The release; null before it.</param>
/// <param name="CancellationReason">Why the edition was cancelled; null unless it was.</param>
/// <param name="ImportedAt">When the edition was imported, UTC.</param>
/// <param name="ImportedBy">The person who imported it.</param>
internal sealed record EditionInternalDetail(
    string? Source, IReadOnlyList<Remark> Remarks, EditionSettings Settings, Release? Release, string? CancellationReason,
    DateTimeOffset ImportedAt, Guid ImportedBy)
{
    public static EditionInternalDetail Of(Edition edition) =>
        new(edition.Source, edition.Remarks, edition.Settings, edition.Release, edition.CancellationReason, edition.ImportedAt, edition.ImportedBy);
}

/// <summary>A module of an edition.</summary>
/// <param name="Id">The id of the module.</param>
/// <param name="Number">1 to 6, and 7 for the final module.</param>
/// <param name="Kind">What kind of module it is.</param>
/// <param name="Title">The title, in Dutch.</param>
/// <param name="Cognitive">The cognitive learning line.</param>
/// <param name="Personal">The personal learning line.</param>
/// <param name="ThemeChosenByParticipants">Whether the participants choose the topic (R6).</param>
/// <param name="CompletedOn">The last day, once it has passed.</param>
internal sealed record ModuleDetail(
    Guid Id, int Number, ModuleKind Kind, string Title, CognitivePart? Cognitive, PersonalPart? Personal, bool ThemeChosenByParticipants, DateOnly? CompletedOn)
{
    public static ModuleDetail Of(Module module) => new(
        module.Id, module.Number, module.Kind, module.Title, module.Cognitive, module.Personal, module.ThemeChosenByParticipants, module.CompletedOn);
}

/// <summary>A role that a person has in the team of an edition.</summary>
/// <param name="Id">The id of the role, with which it is ended.</param>
/// <param name="PersonId">The person.</param>
/// <param name="DisplayName">The person's name.</param>
/// <param name="Role">The role.</param>
/// <param name="Deputy">Whether the person stands in for the holder of the role.</param>
/// <param name="From">The first day, in Europe/Amsterdam.</param>
/// <param name="Until">The last day; null if no end is set.</param>
internal sealed record TeamMemberDetail(Guid Id, Guid PersonId, string DisplayName, TeamRole Role, bool Deputy, DateOnly From, DateOnly? Until)
{
    public static TeamMemberDetail Of(TeamMember member) =>
        new(member.Id, member.PersonId, member.DisplayName, member.Role, member.Deputy, member.From, member.Until);
}
