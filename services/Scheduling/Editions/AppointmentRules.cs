using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Editions;

/// <summary>
/// Who gives roles in the team of an edition. A role gives access to the texts of candidates and participants (R46), so no one can give one to themselves:
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
    public static Refusal? RefuseAppointment(Edition edition, Caller caller, Guid personId, TeamRole role, bool hasLead, DateOnly today)
    {
        if (caller.PersonId == personId)
        {
            return Refusals.OwnRole;
        }

        if (!caller.IsAdministrator || edition.HasRole(caller, today, Access.DeanAndProgrammeManager))
        {
            return edition.RefuseWithoutRole(caller, today, Access.DeanAndProgrammeManager);
        }

        return hasLead ? Refusals.EditionHasLead
            : Access.DeanAndProgrammeManager.Contains(role) ? null
            : Refusals.LeadComesFirst;
    }

    /// <summary>
    /// Refuses to end a role when the caller may not. An administrator corrects the team of a draft, and ends the roles of former staff, so that
    /// others can be appointed. In a later edition any other ending would let them remove dean and programme manager and then appoint a person of their choice.
    /// </summary>
    /// <param name="edition">The edition.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="leftStaff">Whether the person whose role it is isn't staff any more.</param>
    /// <param name="today">Today, in programme time.</param>
    public static Refusal? RefuseEnding(Edition edition, Caller caller, bool leftStaff, DateOnly today) =>
        caller.IsAdministrator && (edition.Status == EditionStatus.Draft || leftStaff)
            ? null
            : edition.RefuseWithoutRole(caller, today, Access.DeanAndProgrammeManager);

    /// <summary>Whether the edition has a dean or programme manager today. Former staff don't count: their role gives them no access.</summary>
    public static async Task<bool> HasLeadAsync(this SchedulingDbContext db, Edition edition, DateOnly today, CancellationToken cancellationToken)
    {
        var holders = edition.Team.Where(member => Access.DeanAndProgrammeManager.Contains(member.Role) && member.IsActiveOn(today))
            .Select(member => member.PersonId).ToList();
        return holders.Count > 0 && await db.People.AnyAsync(person => holders.Contains(person.PersonId) && person.IsStaff, cancellationToken);
    }
}
