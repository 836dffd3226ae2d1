using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Assessment.Replicas;

/// <summary>The replica of an edition: its name, its modules and its education team. Scheduling owns it.</summary>
internal sealed class Edition(Guid id)
{
    private readonly List<TeamMember> _team = [];
    private readonly List<Module> _modules = [];

    public Guid Id { get; private init; } = id;

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    public EditionStatus Status { get; private set; }

    public IReadOnlyList<Module> Modules => _modules;

    public IReadOnlyList<TeamMember> Team => _team;

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(EditionChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, Name, Status) = (state.Version, state.Name, state.Status);
        _modules.Clear();
        _modules.AddRange(state.Modules.OrderBy(module => module.Number).Select(module => new Module(module.Number, module.Title, module.Kind)));
        _team.Clear();
        _team.AddRange(state.Team.Select(member => new TeamMember
        {
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

/// <summary>A module of an edition.</summary>
/// <param name="Number">Its place in the order: 1 to 6, and 7 for the final module (R1).</param>
/// <param name="Title">Its title, in Dutch.</param>
/// <param name="Kind">Taught, the internship, or the final module.</param>
internal sealed record Module(int Number, string Title, ModuleKind Kind)
{
    /// <summary>R1: six modules, of which the fifth is the internship, and a final module. Used until the edition is known.</summary>
    public static IReadOnlyList<Module> Default { get; } =
    [
        new(1, "Module 1", ModuleKind.Taught),
        new(2, "Module 2", ModuleKind.Taught),
        new(3, "Module 3", ModuleKind.Taught),
        new(4, "Module 4", ModuleKind.Taught),
        new(5, "Stage", ModuleKind.Internship),
        new(6, "Module 6", ModuleKind.Taught),
        new(7, "Eindmodule", ModuleKind.Final),
    ];
}

/// <summary>A role that a person has in the education team of an edition (R5).</summary>
internal sealed class TeamMember
{
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
        builder.Property(edition => edition.Id).ValueGeneratedNever();
        builder.Property(edition => edition.Version).IsConcurrencyToken();
        builder.OwnsMany(edition => edition.Modules, module => module.ToJson());
        builder.OwnsMany(edition => edition.Team, member =>
        {
            member.ToTable("team_members");
            member.HasIndex(m => m.PersonId);
        });
    }
}
