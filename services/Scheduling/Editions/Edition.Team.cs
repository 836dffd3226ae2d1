using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Scheduling.Replicas;

namespace Metropool.Scheduling.Editions;

/// <summary>The team of an edition (R5).</summary>
internal sealed partial class Edition
{
    /// <summary>Whether a person has one of the roles on a day. A deputy counts (R5).</summary>
    public bool HasRole(Guid personId, DateOnly day, params ReadOnlySpan<TeamRole> roles)
    {
        foreach (var member in _team)
        {
            if (member.PersonId == personId && roles.Contains(member.Role) && member.IsActiveOn(day))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a person has any role on a day.</summary>
    public bool IsInTeam(Guid personId, DateOnly day) => _team.Exists(member => member.PersonId == personId && member.IsActiveOn(day));

    /// <summary>Gives a person a role in the team (R5). One person has it at a time, trainers and deputies excepted.</summary>
    public Outcome<TeamMember> Appoint(Person? person, TeamRole role, bool deputy, DateOnly from, DateOnly? until, DateTimeOffset now)
    {
        if (Status == EditionStatus.Cancelled)
        {
            return Refusals.EditionCancelled;
        }

        if (until < from)
        {
            return Refusals.RolePeriodInvalid;
        }

        if (person is not { IsStaff: true })
        {
            return Refusals.PersonNotAppointed;
        }

        var member = new TeamMember(Guid.CreateVersion7(), person.PersonId, person.DisplayName, role, deputy, from, until);
        var overlapping = _team.FindAll(other => other.Role == role && other.Overlaps(member));
        if (overlapping.Exists(other => other.PersonId == person.PersonId))
        {
            return Refusals.RoleTakenBySamePerson;
        }

        if (!deputy && role != TeamRole.Trainer && overlapping.Exists(other => !other.Deputy))
        {
            return Refusals.RoleTaken;
        }

        _team.Add(member);
        RecordChange($"Team: {role.ToWords()} from {from:yyyy-MM-dd}{(deputy ? " (deputy)" : "")}", [person.PersonId], now);
        return member;
    }

    /// <summary>Ends a role with a last day.</summary>
    /// <param name="member">The role.</param>
    /// <param name="until">The last day.</param>
    /// <param name="panelDays">The days on which its holder is on a panel in this role, for which the role is required (R11, R36, R37).</param>
    /// <param name="now">Programme time.</param>
    public Outcome<TeamMember> EndRole(TeamMember member, DateOnly until, IEnumerable<DateOnly> panelDays, DateTimeOffset now)
    {
        if (until < member.From)
        {
            return Refusals.RolePeriodInvalid;
        }

        if (until > member.Until)
        {
            return Refusals.RoleHasEnded;
        }

        List<DateOnly> later = [.. panelDays.Where(day => day > until).Distinct().Order()];
        if (later.Count > 0)
        {
            return Refusals.RoleNeededInPanels(later);
        }

        member.EndOn(until);
        RecordChange($"Team: {member.Role.ToWords()} until {until:yyyy-MM-dd}", [member.PersonId], now);
        return member;
    }

    /// <summary>Changes the name of a person in the team.</summary>
    public EditionChanged RenameMember(Guid personId, string displayName, DateTimeOffset now)
    {
        _team.FindAll(member => member.PersonId == personId).ForEach(member => member.Rename(displayName));
        (Version, ChangedAt) = (Version + 1, now);
        return State(EditionChange.Updated);
    }

    private List<Guid> HoldersOf(TeamRole role, DateOnly day) =>
        [.. _team.Where(m => m.Role == role && m.IsActiveOn(day)).Select(m => m.PersonId).Distinct()];
}
