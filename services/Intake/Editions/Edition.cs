using Metropool.Contracts;
using Metropool.Contracts.Scheduling;

namespace Metropool.Intake.Editions;

/// <summary>What Intake keeps of an edition. Scheduling owns it.</summary>
internal sealed class Edition
{
    public required Guid Id { get; init; }

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    public EditionStatus Status { get; private set; }

    /// <summary>In Europe/Amsterdam.</summary>
    public List<DateOnly> IntakeDays { get; private set; } = [];

    public PartialDate? StartsOn { get; private set; }

    public PartialDate? EndsOn { get; private set; }

    public long? StatedPriceInCents { get; private set; }

    public List<TeamMember> Team { get; private set; } = [];

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    /// <returns>False when a newer one is known.</returns>
    public bool Apply(EditionChanged state)
    {
        if (state.Version <= Version)
        {
            return false;
        }

        (Version, Name, Status) = (state.Version, state.Name, state.Status);
        (StartsOn, EndsOn, StatedPriceInCents) = (state.StartsOn, state.EndsOn, state.StatedPriceInCents);
        IntakeDays = [.. state.IntakeDays];
        Team.Clear();
        Team.AddRange(state.Team.Select(role => new TeamMember
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

    /// <summary>Whether others than the team may know of it.</summary>
    public bool IsPublic => Status is EditionStatus.Open or EditionStatus.Released or EditionStatus.Cancelled;

    /// <summary>Whether applications and admissions are made: it is open or released.</summary>
    public bool IsOpen => Status is EditionStatus.Open or EditionStatus.Released;

    /// <summary>Whether somebody can apply: it is open or released, and its first day hasn't come.</summary>
    public bool AcceptsApplications(DateOnly today) =>
        IsOpen && (StartsOn is not { } start || today < start.Latest);

    /// <summary>Whether its first day is known to be still to come.</summary>
    public bool IsYetToBegin(DateOnly today) => StartsOn is { } start && today < start.Earliest;

    /// <summary>In what parts somebody belongs to the team today; deputies count (R5).</summary>
    public IEnumerable<TeamMember> PartsOf(Guid personId, DateOnly today) =>
        Team.Where(member => member.PersonId == personId && member.Holds(today));
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

    /// <summary>Whether they have the part on a day.</summary>
    public bool Holds(DateOnly day) => From <= day && (Until is null || Until >= day);
}
