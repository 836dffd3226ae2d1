using System.Text.Json;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Scheduling.Editions;

namespace Metropool.Scheduling.Interviews;

/// <summary>Who may hold an interview: R11, R36, R37.</summary>
internal static class PanelRules
{
    /// <summary>
    /// Seats a panel: each part of the kind by one person who holds it on that day (a deputy counts, R5), the parts by different people,
    /// and never by the person whom it is about, nor by somebody with a conflict of interest.
    /// </summary>
    public static Outcome<List<PanelSeat>> Seat(Edition edition, InterviewSubject subject, IReadOnlyList<Seat> panel, DateOnly day)
    {
        var parts = Interview.PartsOf(subject.Kind);
        if (Incomplete(parts, panel) is { } incomplete)
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
            return Refusal.Conflict("scheduling.conflict-of-interest", "Nobody holds an interview about themself, or with whom they have a conflict of interest; a deputy does.", conflicts);
        }

        var seats = new List<PanelSeat>();
        var faults = new List<Fault>();
        for (var i = 0; i < panel.Count; i++)
        {
            var (person, part) = panel[i];
            // Who holds the part counts before who stands in for it.
            if (edition.Team.Where(m => m.PersonId == person && m.Part == part && m.HeldOn(day)).OrderBy(m => m.Deputy).FirstOrDefault() is { } member)
            {
                seats.Add(new(person, member.DisplayName, part, member.Deputy));
            }
            else
            {
                faults.Add(new($"panel[{i}]", "not-in-team", $"Is not {PartNames.Of(part)} of this edition on {day:yyyy-MM-dd}."));
            }
        }

        return faults.Count == 0
            ? seats
            : Refusal.Conflict("scheduling.panel-member-not-in-team", "Somebody in the panel doesn't hold that part of the team on that day.", faults);
    }

    /// <summary>
    /// Refuses a panel in which the caller has a seat that they would give to themselves: a trainer's seat opens what the participant wrote (R46).
    /// Who is dean or programme manager today reads that by role, and a seat in such a role adds nothing.
    /// </summary>
    public static Refusal? RefuseOwnSeat(Edition edition, Caller caller, IReadOnlyList<Seat> panel, DateOnly today)
    {
        List<Fault> own =
        [
            .. panel.Index().Where(seat => IsOwnSeat(edition, caller, seat.Item.PersonId, seat.Item.Part, today))
                .Select(seat => new Fault($"panel[{seat.Index}]", "own-seat", "It is the caller's own seat.")),
        ];
        return own.Count == 0
            ? null
            : Refusal.Forbidden("scheduling.own-seat", "No one gives a seat in a panel to themselves, by booking or by moving. Ask the dean or the programme manager.")
                with { Faults = own };
    }

    /// <summary>Whether a seat is the caller's own and opens something to them that they don't read by role today.</summary>
    public static bool IsOwnSeat(Edition edition, Caller caller, Guid personId, TeamPart part, DateOnly today) =>
        personId == caller.PersonId && !(EditionAccess.Leading.Contains(part) && edition.Admits(caller, today, EditionAccess.Leading));

    private static Refusal? Incomplete(IReadOnlyList<TeamPart> parts, IReadOnlyList<Seat> panel)
    {
        List<Fault> faults =
        [
            .. parts.Where(part => !panel.Any(seat => seat.Part == part)).Select(part => new Fault(JsonNameOf(part), "missing", $"The {PartNames.Of(part)} is missing.")),
            .. panel.Select((seat, index) => (seat, index)).Where(s => !parts.Contains(s.seat.Part))
                .Select(s => new Fault($"panel[{s.index}].part", "not-foreseen", $"A {PartNames.Of(s.seat.Part)} doesn't sit in this panel.")),
            .. parts.Where(part => panel.Count(seat => seat.Part == part) > 1).Select(part => new Fault(JsonNameOf(part), "twice", $"There is more than one {PartNames.Of(part)}.")),
        ];
        if (faults.Count == 0 && panel.Select(seat => seat.PersonId).Distinct().Count() < panel.Count)
        {
            faults.Add(new("panel", "one-person", "The parts are held by two different people."));
        }

        return faults.Count == 0
            ? null
            : Refusal.Conflict("scheduling.panel-incomplete", $"The panel of this interview is {string.Join(" and ", parts.Select(PartNames.Of))}: both, never one.", faults);
    }

    private static string JsonNameOf(TeamPart part) => JsonNamingPolicy.CamelCase.ConvertName(part.ToString());
}
