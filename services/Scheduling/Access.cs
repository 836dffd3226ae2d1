using System.Text.Json;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Interviews;
using Metropool.Scheduling.Participations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling;

/// <summary>
/// Access follows from the role that the caller has in the team of an edition today (R5, R45), a deputy included, or from being the person concerned.
/// What isn't visible to a caller is filtered out in the query (404); what is visible and not allowed is refused (403).
/// </summary>
internal static class Access
{
    /// <summary>Dean and programme manager.</summary>
    public static TeamRole[] DeanAndProgrammeManager { get; } = [TeamRole.Dean, TeamRole.ProgrammeManager];

    /// <summary>Dean, programme manager, and the project manager for practical and logistic matters.</summary>
    public static TeamRole[] Organisers { get; } = [.. DeanAndProgrammeManager, TeamRole.ProjectManager];

    /// <summary>The whole team.</summary>
    public static TeamRole[] Team { get; } = [.. Organisers, TeamRole.Trainer];

    /// <summary>All editions for staff; for others those that are open or released.</summary>
    public static IQueryable<Edition> EditionsVisibleTo(this SchedulingDbContext db, Caller caller) =>
        db.Editions.Where(e => caller.IsStaff || e.Status == EditionStatus.Open || e.Status == EditionStatus.Released);

    /// <summary>The participations of the caller, and those of the editions in whose team the caller is on a day.</summary>
    public static IQueryable<Participation> ParticipationsVisibleTo(this SchedulingDbContext db, Caller caller, DateOnly day) =>
        db.Participations.WithParts().Where(p => p.PersonId == caller.PersonId || (caller.IsStaff && db.Editions.Any(e =>
            e.Id == p.EditionId && e.Team.Any(m => m.PersonId == caller.PersonId && m.From <= day && (m.Until == null || m.Until >= day)))));

    /// <summary>The participations that the calling organisation employs on a day.</summary>
    /// <param name="db">The database.</param>
    /// <param name="caller">A contact or client of the organisation.</param>
    /// <param name="externalReference">Only with this reference of the organisation; null for all.</param>
    /// <param name="day">The day, in Europe/Amsterdam.</param>
    public static IQueryable<Participation> ParticipationsEmployedBy(this SchedulingDbContext db, Caller caller, string? externalReference, DateOnly day)
    {
        var organisation = caller.OrganisationId!.Value;
        return db.Participations.WithParts().AsNoTracking().Where(p => p.Employers.Any(e =>
            e.OrganisationId == organisation && e.From <= day && (e.Until == null || e.Until >= day)
            && (externalReference == null || e.ExternalReference == externalReference)));
    }

    /// <summary>The interviews that the caller attends: as candidate or participant, or on the panel. Former staff no longer see their panels.</summary>
    public static IQueryable<Interview> InterviewsAttendedBy(this SchedulingDbContext db, Caller caller)
    {
        var (personId, isStaff) = (caller.PersonId, caller.IsStaff);
        var seat = JsonSerializer.Serialize(new[] { new { personId } });
        return db.Interviews.FromSql($"SELECT * FROM interviews WHERE person_id = {personId} OR ({isStaff} AND panel @> {seat}::jsonb)").AsNoTracking();
    }

    /// <summary>The interviews of the editions that the caller organises on a day.</summary>
    public static IQueryable<Interview> InterviewsOrganisedBy(this SchedulingDbContext db, Caller caller, DateOnly day) =>
        db.Interviews.AsNoTracking().Where(i => caller.IsStaff && db.Editions.Any(e => e.Id == i.EditionId && e.Team.Any(m =>
            m.PersonId == caller.PersonId && Organisers.Contains(m.Role) && m.From <= day && (m.Until == null || m.Until >= day))));

    /// <summary>An edition with its modules and its team; null if it doesn't exist.</summary>
    public static Task<Edition?> FindEditionAsync(this SchedulingDbContext db, Guid editionId, CancellationToken cancellationToken) =>
        db.Editions.Include(e => e.Modules).Include(e => e.Team).AsSplitQuery().SingleOrDefaultAsync(e => e.Id == editionId, cancellationToken);

    /// <summary>An edition with its modules and its team, if the caller has one of the roles on a day.</summary>
    public static async Task<Outcome<Edition>> FindEditionAsync(
        this SchedulingDbContext db, Guid editionId, Caller caller, DateOnly day, TeamRole[] roles, CancellationToken cancellationToken)
    {
        if (await db.FindEditionAsync(editionId, cancellationToken) is not { } edition)
        {
            return Refusals.EditionUnknown;
        }

        return edition.RefuseWithoutRole(caller, day, roles) is { } refusal ? refusal : edition;
    }

    /// <summary>Locks an edition, and loads it with its modules and its team if the caller has one of the roles on a day.</summary>
    public static async Task<Outcome<Edition>> LockEditionAsync(
        this SchedulingDbContext db, Guid editionId, Caller caller, DateOnly day, TeamRole[] roles, CancellationToken cancellationToken)
    {
        await db.LockEditionAsync(editionId, cancellationToken);
        return await db.FindEditionAsync(editionId, caller, day, roles, cancellationToken);
    }

    /// <summary>Whether the caller is staff and has one of the roles on a day.</summary>
    public static bool HasRole(this Edition edition, Caller caller, DateOnly day, params ReadOnlySpan<TeamRole> roles) =>
        caller.IsStaff && caller.PersonId is { } person && edition.HasRole(person, day, roles);

    /// <summary>Refuses a caller who has none of the roles on a day.</summary>
    public static Refusal? RefuseWithoutRole(this Edition edition, Caller caller, DateOnly day, params ReadOnlySpan<TeamRole> roles) =>
        edition.HasRole(caller, day, roles) ? null : Refusals.RoleRequired(roles.ToArray().Select(role => role.ToWords()));

    /// <summary>Refuses team members who act on their own participation. A deputy has to do that (R5).</summary>
    public static Refusal? RefuseOwn(Caller caller, Guid personId) => caller.PersonId == personId ? Refusals.ConflictOfInterest : null;
}

/// <summary>The roles of a team in words.</summary>
internal static class TeamRoleWords
{
    public static string ToWords(this TeamRole role) => role switch
    {
        TeamRole.Dean => "dean",
        TeamRole.ProgrammeManager => "programme manager",
        TeamRole.ProjectManager => "project manager",
        TeamRole.Trainer => "trainer",
        _ => "unknown role",
    };
}
