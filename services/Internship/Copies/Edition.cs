using Metropool.Contracts.Scheduling;

namespace Metropool.Internship.Copies;

/// <summary>What Internship knows of an edition: its name and who is in its education team. Scheduling owns it.</summary>
internal sealed class Edition
{
    private readonly List<TeamMember> _team = [];

    private Edition()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    public IReadOnlyList<TeamMember> Team => _team;

    public static Edition From(EditionChanged changed)
    {
        var edition = new Edition { Id = changed.EditionId };
        edition.Apply(changed);
        return edition;
    }

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    public bool Apply(EditionChanged changed)
    {
        if (changed.Version <= Version)
        {
            return false;
        }

        (Version, Name) = (changed.Version, changed.Name);
        _team.Clear();
        _team.AddRange(changed.Team.Select(role => new TeamMember
        {
            Id = Guid.CreateVersion7(),
            EditionId = Id,
            PersonId = role.PersonId,
            DisplayName = role.DisplayName,
            Part = role.Part,
            Deputy = role.Deputy,
            From = role.From,
            Until = role.Until,
        }));
        return true;
    }
}

/// <summary>Somebody's part in the education team of an edition (R5).</summary>
internal sealed class TeamMember
{
    public required Guid Id { get; init; }

    public required Guid EditionId { get; init; }

    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    public required TeamPart Part { get; init; }

    public required bool Deputy { get; init; }

    public required DateOnly From { get; init; }

    public DateOnly? Until { get; init; }
}
