using System.Linq.Expressions;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Nominations;
using Metropool.Intake.Replicas;
using Metropool.Intake.Successions;

namespace Metropool.Intake;

/// <summary>Filters queries by access, so that callers get 404 instead of 403 for what is invisible to them.</summary>
internal static class Access
{
    /// <summary>The roles that judge and decide, and read what candidates write (R46).</summary>
    private static readonly TeamRole[] DeanAndProgrammeManager = [TeamRole.Dean, TeamRole.ProgrammeManager];

    /// <summary>The roles that see names and statuses, for practical matters (R45).</summary>
    private static readonly TeamRole[] Organising = [TeamRole.Dean, TeamRole.ProgrammeManager, TeamRole.ProjectManager];

    private static readonly TeamRole[] Managing = [TeamRole.ProgrammeManager];

    /// <summary>The calling person. The authorization policies of the endpoints guarantee that there is one.</summary>
    public static Guid RequiredPersonId(this Caller caller) =>
        caller.PersonId ?? throw new InvalidOperationException("The policy of this endpoint must require a person.");

    /// <summary>
    /// The calling organisation, represented by a contact or a client. The authorization policies of the endpoints guarantee that there is one.
    /// </summary>
    public static Guid RequiredOrganisationId(this Caller caller) =>
        caller.OrganisationId ?? throw new InvalidOperationException("The policy of this endpoint must require an employer.");

    /// <summary>The candidate's own applications.</summary>
    public static IQueryable<Application> OwnedBy(this IQueryable<Application> applications, Caller caller)
    {
        var personId = caller.RequiredPersonId();
        return applications.Where(application => application.PersonId == personId);
    }

    /// <summary>The submitted applications for the editions whose dean or programme manager the caller is.</summary>
    public static IQueryable<Application> ApplicationsDecidedBy(this IntakeDbContext db, Caller caller, DateOnly today)
    {
        var editions = db.Editions.DecidedBy(caller, today).Select(edition => edition.Id);
        return db.Applications.Where(application => application.SubmittedAt != null && editions.Contains(application.EditionId));
    }

    /// <summary>
    /// The applications whose texts and judgements the caller can read: their own, and those that they decide on (R46) unless they have a conflict of interest.
    /// </summary>
    public static IQueryable<Application> ApplicationsVisibleTo(this IntakeDbContext db, Caller caller, DateOnly today)
    {
        var personId = caller.RequiredPersonId();
        var editions = db.Editions.DecidedBy(caller, today).Select(edition => edition.Id);
        return db.Applications.Where(application => application.PersonId == personId
            || (application.SubmittedAt != null && editions.Contains(application.EditionId)
                && !application.Conflicts.Any(conflict => conflict.PersonId == personId)));
    }

    /// <summary>
    /// The agreements that an employer can read: those requested of it, while it is the last known employer of the candidate, and of the participant after
    /// admission (R16, R46). Withdrawn ones are invisible.
    /// </summary>
    public static IQueryable<EmployerAgreement> AgreementsVisibleTo(this IntakeDbContext db, Caller caller, DateOnly today)
    {
        var employerId = caller.RequiredOrganisationId();
        return db.Agreements.Where(agreement => agreement.OrganisationId == employerId && agreement.Status != AgreementStatus.Withdrawn
            && db.Applications.Any(application => application.Id == agreement.ApplicationId && application.EmployerOrganisationId == employerId)
            && !db.Participations.Any(participation => participation.ApplicationId == agreement.ApplicationId
                && ((participation.EmployedSince <= today && participation.EmployerOrganisationId != employerId)
                    || participation.EmployedUntil < today)));
    }

    /// <summary>The employer's own nominations.</summary>
    public static IQueryable<Nomination> NominationsVisibleTo(this IntakeDbContext db, Caller caller)
    {
        var employerId = caller.RequiredOrganisationId();
        return db.Nominations.Where(nomination => nomination.OrganisationId == employerId);
    }

    /// <summary>The places that are or were held for the employer.</summary>
    public static IQueryable<Succession> SuccessionsVisibleTo(this IntakeDbContext db, Caller caller)
    {
        var employerId = caller.RequiredOrganisationId();
        return db.Successions.Where(succession => succession.OrganisationId == employerId);
    }

    /// <summary>The editions whose dean or programme manager the caller is.</summary>
    public static IQueryable<Edition> DecidedBy(this IQueryable<Edition> editions, Caller caller, DateOnly today) =>
        editions.Where(HasRole(DeanAndProgrammeManager, caller, today));

    /// <summary>The editions whose dean, programme manager or project manager the caller is.</summary>
    public static IQueryable<Edition> OrganisedBy(this IQueryable<Edition> editions, Caller caller, DateOnly today) =>
        editions.Where(HasRole(Organising, caller, today));

    /// <summary>The editions whose programme manager the caller is.</summary>
    public static IQueryable<Edition> ManagedBy(this IQueryable<Edition> editions, Caller caller, DateOnly today) =>
        editions.Where(HasRole(Managing, caller, today));

    /// <summary>The caller's deciding roles in an edition.</summary>
    public static IReadOnlyCollection<TeamMember> DecidingRolesOf(this Edition edition, Caller caller, DateOnly today) =>
        [.. edition.RolesOf(caller.RequiredPersonId(), today).Where(member => DeanAndProgrammeManager.Contains(member.Role))];

    /// <summary>The most recent deciding role of a person, on any day; null if they never have one.</summary>
    public static TeamMember? DecidingMember(this Edition edition, Guid personId) =>
        edition.Team.Where(member => member.PersonId == personId && DeanAndProgrammeManager.Contains(member.Role)).MaxBy(member => member.From);

    /// <summary>The team members who can review a rejection: those who decide on the edition, except the one who rejected.</summary>
    public static IEnumerable<TeamMember> ReviewersOf(this Edition edition, Decision decision, DateOnly today) => edition.Team
        .Where(member => member.PersonId != decision.ById && DeanAndProgrammeManager.Contains(member.Role) && member.IsActiveOn(today))
        .OrderBy(member => member.Role).ThenBy(member => member.Deputy);

    // Both the token and the team are checked, so that a dismissed staff member has no access. Deputies count (R5).
    private static Expression<Func<Edition, bool>> HasRole(TeamRole[] roles, Caller caller, DateOnly today)
    {
        var (personId, isStaff) = (caller.RequiredPersonId(), caller.IsStaff);
        return edition => isStaff && edition.Team.Any(member => member.PersonId == personId && roles.Contains(member.Role)
            && member.From <= today && (member.Until == null || member.Until >= today));
    }
}
