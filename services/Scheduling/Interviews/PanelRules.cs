using System.Text.Json;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Scheduling.Editions;

namespace Metropool.Scheduling.Interviews;

/// <summary>The rules for panels: R11, R36, R37.</summary>
internal static class PanelRules
{
    /// <summary>
    /// Composes a panel: each role of the kind by one person who has it on that day (a deputy counts, R5), by different people, and never by the candidate or
    /// participant or by a person who has a conflict of interest with them.
    /// </summary>
    public static Outcome<List<PanelSeat>> Seat(Edition edition, InterviewSubject subject, IReadOnlyList<Seat> panel, DateOnly day)
    {
        var roles = Interview.RolesOf(subject.Kind);
        if (RefuseIncomplete(roles, panel) is { } incomplete)
        {
            return incomplete;
        }

        List<Fault> conflicts =
        [
            .. panel.Index().Where(seat => seat.Item.PersonId == subject.PersonId || subject.ConflictsOfInterest.Contains(seat.Item.PersonId))
                .Select(seat => new Fault($"panel[{seat.Index}]", "conflict-of-interest", "Has a conflict of interest.")),
        ];
        if (conflicts.Count > 0)
        {
            return Refusals.PanelInConflict(conflicts);
        }

        var seats = new List<PanelSeat>();
        var faults = new List<Fault>();
        foreach (var (i, (person, role)) in panel.Index())
        {
            // A person can be both holder and deputy; the holder counts.
            var member = edition.Team.Where(m => m.PersonId == person && m.Role == role && m.IsActiveOn(day)).OrderBy(m => m.Deputy).FirstOrDefault();
            if (member is null)
            {
                faults.Add(new($"panel[{i}]", "not-in-team", $"Is not {role.ToWords()} of this edition on {day:yyyy-MM-dd}."));
            }
            else
            {
                seats.Add(new(person, member.DisplayName, role, member.Deputy));
            }
        }

        return faults.Count == 0 ? seats : Refusals.PanelMemberNotInTeam(faults);
    }

    /// <summary>
    /// Refuses a panel in which the caller gives a seat to themselves: a trainer's seat gives access to the participant's texts (R46).
    /// Dean and programme manager already have access by their role.
    /// </summary>
    public static Refusal? RefuseOwnSeat(Edition edition, Caller caller, IReadOnlyList<Seat> panel, DateOnly today)
    {
        List<Fault> own =
        [
            .. panel.Index().Where(seat => IsOwnSeat(edition, caller, seat.Item.PersonId, seat.Item.Role, today))
                .Select(seat => new Fault($"panel[{seat.Index}]", "own-seat", "Is the caller's own seat.")),
        ];
        return own.Count == 0 ? null : Refusals.OwnSeat(own);
    }

    /// <summary>Whether a seat is the caller's own, and gives them access that they don't have by role today.</summary>
    public static bool IsOwnSeat(Edition edition, Caller caller, Guid personId, TeamRole role, DateOnly today) =>
        personId == caller.PersonId && !(Access.DeanAndProgrammeManager.Contains(role) && edition.HasRole(caller, today, Access.DeanAndProgrammeManager));

    private static Refusal? RefuseIncomplete(IReadOnlyList<TeamRole> roles, IReadOnlyList<Seat> panel)
    {
        List<Fault> faults =
        [
            .. roles.Where(role => !panel.Any(seat => seat.Role == role))
                .Select(role => new Fault(JsonNameOf(role), "missing", $"The {role.ToWords()} is missing.")),
            .. panel.Index().Where(seat => !roles.Contains(seat.Item.Role))
                .Select(seat => new Fault($"panel[{seat.Index}].role", "not-allowed", $"A {seat.Item.Role.ToWords()} can't be on this panel.")),
            .. roles.Where(role => panel.Count(seat => seat.Role == role) > 1)
                .Select(role => new Fault(JsonNameOf(role), "duplicate", $"The panel has more than one {role.ToWords()}.")),
        ];
        if (faults.Count == 0 && panel.Select(seat => seat.PersonId).Distinct().Count() < panel.Count)
        {
            faults.Add(new("panel", "one-person", "Each role requires a different person."));
        }

        return faults.Count == 0 ? null : Refusals.PanelIncomplete(roles.Select(role => role.ToWords()), faults);
    }

    private static string JsonNameOf(TeamRole role) => JsonNamingPolicy.CamelCase.ConvertName(role.ToString());
}
