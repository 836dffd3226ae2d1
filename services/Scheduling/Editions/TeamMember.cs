using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Editions;

/// <summary>A role that a person has in the team of an edition for a period (R5).</summary>
internal sealed class TeamMember(Guid id, Guid personId, string displayName, TeamRole role, bool deputy, DateOnly from, DateOnly? until)
{
    public Guid Id { get; private init; } = id;

    public Guid PersonId { get; private init; } = personId;

    public string DisplayName { get; private set; } = displayName;

    public TeamRole Role { get; private init; } = role;

    /// <summary>Whether the person stands in for the holder of the role (waarnemend).</summary>
    public bool Deputy { get; private init; } = deputy;

    public DateOnly From { get; private init; } = from;

    public DateOnly? Until { get; private set; } = until;

    public bool IsActiveOn(DateOnly day) => day >= From && (Until is null || day <= Until);

    public bool Overlaps(TeamMember other) => (Until is null || other.From <= Until) && (other.Until is null || From <= other.Until);

    public EditionTeamMember ToContract() =>
        new() { PersonId = PersonId, DisplayName = DisplayName, Role = Role, Deputy = Deputy, From = From, Until = Until };

    internal void EndOn(DateOnly until) => Until = until;

    internal void Rename(string displayName) => DisplayName = displayName;
}

internal sealed class TeamMemberConfiguration : IEntityTypeConfiguration<TeamMember>
{
    public void Configure(EntityTypeBuilder<TeamMember> builder)
    {
        builder.ToTable("team_members");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasIndex(m => m.PersonId);
    }
}
