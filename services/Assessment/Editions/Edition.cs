using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Editions;

/// <summary>What Assessment keeps of an edition: its modules, and who is in its education team. Scheduling owns it.</summary>
internal sealed class Edition
{
    private readonly List<TeamMember> _team = [];
    private readonly List<Module> _modules = [];

    public required Guid Id { get; init; }

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    public EditionStatus Status { get; private set; }

    public IReadOnlyList<Module> Modules => _modules;

    public IReadOnlyList<TeamMember> Team => _team;

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    /// <returns>False when a newer one is known.</returns>
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
        _team.AddRange(state.Team.Select(role => new TeamMember
        {
            PersonId = role.PersonId,
            DisplayName = role.DisplayName,
            Part = role.Part,
            Deputy = role.Deputy,
            From = role.From,
            Until = role.Until,
        }));
        return true;
    }

    /// <summary>The parts that somebody holds on a day; deputies count (R5).</summary>
    public IEnumerable<TeamMember> PartsOf(Guid personId, DateOnly day) =>
        _team.Where(member => member.PersonId == personId && member.From <= day && (member.Until is null || member.Until >= day));
}

/// <summary>A module of an edition.</summary>
/// <param name="Number">Its place in the order: 1 to 6, and 7 for the final module (R1).</param>
/// <param name="Title">Its title, in Dutch.</param>
/// <param name="Kind">Taught, the internship, or the final module.</param>
internal sealed record Module(int Number, string Title, ModuleKind Kind)
{
    /// <summary>R1: six modules, of which the fifth is the internship, and a final one. Used until the edition itself is known.</summary>
    public static IReadOnlyList<Module> AsInEveryEdition { get; } =
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

/// <summary>Somebody's part in the education team of an edition, from and until.</summary>
internal sealed class TeamMember
{
    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    public required TeamPart Part { get; init; }

    public required bool Deputy { get; init; }

    public required DateOnly From { get; init; }

    public DateOnly? Until { get; init; }
}
