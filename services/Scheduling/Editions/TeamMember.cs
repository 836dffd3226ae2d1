using Metropool.Contracts.Scheduling;

namespace Metropool.Scheduling.Editions;

/// <summary>Somebody's part in the team of an edition, from and until (R5).</summary>
internal sealed class TeamMember(Guid id, Guid personId, string displayName, TeamPart part, bool deputy, DateOnly from, DateOnly? until)
{
    public Guid Id { get; private init; } = id;

    public Guid PersonId { get; private init; } = personId;

    public string DisplayName { get; private set; } = displayName;

    public TeamPart Part { get; private init; } = part;

    /// <summary>Stands in for who holds the part (waarnemend).</summary>
    public bool Deputy { get; private init; } = deputy;

    public DateOnly From { get; private init; } = from;

    public DateOnly? Until { get; private set; } = until;

    public bool HeldOn(DateOnly day) => day >= From && (Until is null || day <= Until);

    public bool Overlaps(TeamMember other) => (Until is null || other.From <= Until) && (other.Until is null || From <= other.Until);

    public TeamRole AsRole() => new() { PersonId = PersonId, DisplayName = DisplayName, Part = Part, Deputy = Deputy, From = From, Until = Until };

    internal void EndOn(DateOnly until) => Until = until;

    internal void Rename(string displayName) => DisplayName = displayName;
}
