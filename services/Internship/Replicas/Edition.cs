using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Internship.Replicas;

/// <summary>The replica of an edition: its name and its education team. Scheduling owns it.</summary>
internal sealed class Edition(Guid id)
{
    private readonly List<TeamMember> _team = [];

    public Guid Id { get; private init; } = id;

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    public IReadOnlyList<TeamMember> Team => _team;

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(EditionChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, Name) = (state.Version, state.Name);
        _team.Clear();
        _team.AddRange(state.Team.Select(member => new TeamMember
        {
            Id = Guid.CreateVersion7(),
            PersonId = member.PersonId,
            DisplayName = member.DisplayName,
            Role = member.Role,
            Deputy = member.Deputy,
            From = member.From,
            Until = member.Until,
        }));
        return true;
    }

    /// <summary>The roles that a person has on a day; deputies count (R5).</summary>
    public IEnumerable<TeamMember> RolesOf(Guid personId, DateOnly day) =>
        _team.Where(member => member.PersonId == personId && member.From <= day && (member.Until is null || member.Until >= day));
}

/// <summary>A role that a person has in the education team of an edition (R5).</summary>
internal sealed class TeamMember
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    public required TeamRole Role { get; init; }

    public required bool Deputy { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>The last day; null if no end is set.</summary>
    public DateOnly? Until { get; init; }
}

internal sealed class EditionConfiguration : IEntityTypeConfiguration<Edition>
{
    public void Configure(EntityTypeBuilder<Edition> builder)
    {
        builder.ToTable("editions");
        builder.Property(edition => edition.Version).IsConcurrencyToken();
        builder.OwnsMany(edition => edition.Team, member =>
        {
            member.ToTable("team_members");
            member.HasKey(m => m.Id);
            member.HasIndex(m => m.PersonId);
        });
    }
}
