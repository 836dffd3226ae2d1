using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Scheduling.Editions;

/// <summary>An edition as it is shown.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Version">Rises with every change.</param>
/// <param name="Name">Its name.</param>
/// <param name="Programme">The programme that it is an edition of.</param>
/// <param name="Status">Where it stands. Until it is released, the programme is provisional (R4).</param>
/// <param name="StatedPriceInCents">The price per participant that the programme states, in euro cents.</param>
/// <param name="StartsOn">The first day, as precisely as it is known.</param>
/// <param name="EndsOn">The last day, as precisely as it is known.</param>
/// <param name="DurationMonths">The duration that is stated.</param>
/// <param name="IntakeDays">The days of the intake interviews.</param>
/// <param name="Modules">The six modules and the final one, as number 7.</param>
/// <param name="Team">Who holds which part in the team.</param>
/// <param name="People">Who the programme names.</param>
/// <param name="Internal">What is for staff alone; null for others.</param>
internal sealed record EditionView(
    Guid Id, long Version, string Name, string Programme, EditionStatus Status, long? StatedPriceInCents,
    PartialDate? StartsOn, PartialDate? EndsOn, int? DurationMonths,
    IReadOnlyList<StatedDay> IntakeDays, IReadOnlyList<ModuleView> Modules, IReadOnlyList<TeamMemberView> Team, IReadOnlyList<NamedPerson> People,
    EditionInternals? Internal) : IVersioned
{
    public ResourceVersion GetVersion() => Version;

    public static EditionView Of(Edition edition, bool forStaff) => new(
        edition.Id, edition.Version, edition.Name, edition.Programme, edition.Status, edition.StatedPriceInCents,
        edition.StartsOn, edition.EndsOn, edition.DurationMonths,
        [.. edition.IntakeDays.OrderBy(day => day.Date)],
        [.. edition.Modules.OrderBy(module => module.Number).Select(ModuleView.Of)],
        [.. edition.Team.OrderBy(member => member.Part).ThenBy(member => member.From).Select(TeamMemberView.Of)],
        edition.People,
        forStaff ? new(edition.Source, edition.Remarks, edition.Settings, edition.Release, edition.CancellationReason, edition.ImportedAt, edition.ImportedBy) : null);
}

/// <summary>What of an edition is for staff alone.</summary>
internal sealed record EditionInternals(
    string? Source, IReadOnlyList<Remark> Remarks, EditionSettings Settings, Release? Release, string? CancellationReason, DateTimeOffset ImportedAt, Guid ImportedBy);

/// <summary>A module as it is shown.</summary>
internal sealed record ModuleView(
    Guid Id, int Number, ModuleKind Kind, string Title, CognitivePart? Cognitive, PersonalPart? Personal, bool ThemeChosenByParticipants, DateOnly? CompletedOn)
{
    public static ModuleView Of(Module module) => new(
        module.Id, module.Number, module.Kind, module.Title, module.Cognitive, module.Personal, module.ThemeChosenByParticipants, module.CompletedOn);
}

/// <summary>Somebody's part in the team as it is shown.</summary>
internal sealed record TeamMemberView(Guid Id, Guid PersonId, string DisplayName, TeamPart Part, bool Deputy, DateOnly From, DateOnly? Until)
{
    public static TeamMemberView Of(TeamMember member) =>
        new(member.Id, member.PersonId, member.DisplayName, member.Part, member.Deputy, member.From, member.Until);
}
