using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Editions;

/// <summary>
/// Who gives roles in the team of an edition. A role opens what candidates and participants write (R46), so no one gives one to themselves:
/// an administrator appoints the first dean or programme manager, and these appoint the others.
/// </summary>
internal static class AppointmentRules
{
    /// <summary>Refuses an appointment that the caller may not make.</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="personId">The person to appoint.</param>
    /// <param name="role">The role.</param>
    /// <param name="hasLead">Whether the edition has a dean or programme manager today.</param>
    /// <param name="today">Today, in programme time.</param>
    public static Refusal? RefuseAppointment(Edition edition, Caller caller, Guid personId, TeamPart role, bool hasLead, DateOnly today)
    {
        if (caller.PersonId == personId)
        {
            return Refusal.Forbidden(
                "scheduling.own-role", "No one gives a role in a team to themselves. Ask the dean or the programme manager of the edition.");
        }

        if (edition.Admits(caller, today, EditionAccess.Leading))
        {
            return null;
        }

        if (!caller.IsAdministrator)
        {
            return edition.Refuses(caller, today, EditionAccess.Leading);
        }

        return hasLead ? Refusal.Forbidden("scheduling.edition-has-lead", "The edition has a dean or a programme manager, who appoint its team.")
            : EditionAccess.Leading.Contains(role) ? null
            : Refusal.Forbidden("scheduling.lead-comes-first", "An administrator appoints the first dean or programme manager, who then appoint the others.");
    }

    /// <summary>
    /// Refuses to end a role when the caller may not. An administrator corrects the team of a draft, and ends the roles of those who left the staff, so that
    /// others can be appointed. In a later edition any other ending would let them remove dean and programme manager and then appoint a person of their choice.
    /// </summary>
    /// <param name="edition">The edition.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="leftStaff">Whether the person whose role it is isn't staff any more.</param>
    /// <param name="today">Today, in programme time.</param>
    public static Refusal? RefuseEnding(Edition edition, Caller caller, bool leftStaff, DateOnly today) =>
        caller.IsAdministrator && (edition.Status == EditionStatus.Draft || leftStaff) ? null : edition.Refuses(caller, today, EditionAccess.Leading);

    /// <summary>Whether the edition has a dean or programme manager today. Former staff don't count: their role gives them nothing any more.</summary>
    public static async Task<bool> HasLeadAsync(this SchedulingDbContext db, Edition edition, DateOnly today, CancellationToken cancellationToken)
    {
        var leads = edition.Team.Where(member => EditionAccess.Leading.Contains(member.Part) && member.HeldOn(today))
            .Select(member => member.PersonId).ToList();
        return leads.Count > 0 && await db.People.AnyAsync(person => leads.Contains(person.PersonId) && person.IsStaff, cancellationToken);
    }
}
