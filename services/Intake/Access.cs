using System.Linq.Expressions;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;

namespace Metropool.Intake;

/// <summary>Who reaches what: conditions on the queries themselves, so that what isn't for a caller doesn't exist for them.</summary>
internal static class Access
{
    /// <summary>Who judge and decide: they read what candidates write (R46).</summary>
    private static readonly TeamPart[] Deciding = [TeamPart.Dean, TeamPart.ProgrammeManager];

    /// <summary>Who also see names and states: for practical matters (R45).</summary>
    private static readonly TeamPart[] Organising = [TeamPart.Dean, TeamPart.ProgrammeManager, TeamPart.ProjectManager];

    private static readonly TeamPart[] Managing = [TeamPart.ProgrammeManager];

    /// <summary>The person who calls. The policies of all endpoints ask for one.</summary>
    public static Guid Me(this Caller caller) => caller.PersonId ?? throw new InvalidOperationException("The policy of this endpoint must ask for a person.");

    /// <summary>The organisation that calls, through a contact or a client. The policies of these endpoints ask for one.</summary>
    public static Guid MyOrganisation(this Caller caller) => caller.OrganisationId ?? throw new InvalidOperationException("The policy of this endpoint must ask for an employer.");

    /// <summary>The candidate's own applications.</summary>
    public static IQueryable<Application> OwnedBy(this IQueryable<Application> applications, Caller caller)
    {
        var me = caller.Me();
        return applications.Where(application => application.PersonId == me);
    }

    /// <summary>What other than the candidate its dean and its programme manager reach: all that was handed in.</summary>
    public static IQueryable<Application> DecidedBy(this IntakeDbContext db, Caller caller, DateOnly today)
    {
        var editions = db.Editions.DecidedBy(caller, today).Select(edition => edition.Id);
        return db.Applications.Where(application => application.SubmittedAt != null && editions.Contains(application.EditionId));
    }

    /// <summary>What the candidate, the dean and the programme manager read: texts and judgement (R46). Not who of them has a conflict of interest.</summary>
    public static IQueryable<Application> ReadableBy(this IntakeDbContext db, Caller caller, DateOnly today)
    {
        var me = caller.Me();
        var editions = db.Editions.DecidedBy(caller, today).Select(edition => edition.Id);
        return db.Applications.Where(application =>
            application.PersonId == me || (application.SubmittedAt != null && editions.Contains(application.EditionId) && !application.Conflicts.Any(conflict => conflict.PersonId == me)));
    }

    /// <summary>
    /// What an employer reaches: what it was asked, while it is the last known employer of the candidate, and of the participant after admission (R16, R46). What was taken back isn't there for it any more.
    /// </summary>
    public static IQueryable<EmployerAgreement> AskedOf(this IntakeDbContext db, Caller caller, DateOnly today)
    {
        var mine = caller.MyOrganisation();
        return db.Agreements.Where(agreement => agreement.OrganisationId == mine && agreement.Status != AgreementStatus.Withdrawn
            && db.Applications.Any(application => application.Id == agreement.ApplicationId && application.EmployerOrganisationId == mine)
            && !db.Participations.Any(participation => participation.ApplicationId == agreement.ApplicationId
                && ((participation.EmployedSince <= today && participation.EmployerOrganisationId != mine) || participation.EmployedUntil < today)));
    }

    /// <summary>The editions of which the caller is dean or programme manager today.</summary>
    public static IQueryable<Edition> DecidedBy(this IQueryable<Edition> editions, Caller caller, DateOnly today) => editions.Where(In(Deciding, caller, today));

    /// <summary>The editions of which the caller is dean, programme manager or project manager today.</summary>
    public static IQueryable<Edition> OrganisedBy(this IQueryable<Edition> editions, Caller caller, DateOnly today) => editions.Where(In(Organising, caller, today));

    /// <summary>The editions of which the caller is programme manager today.</summary>
    public static IQueryable<Edition> ManagedBy(this IQueryable<Edition> editions, Caller caller, DateOnly today) => editions.Where(In(Managing, caller, today));

    /// <summary>The caller's part in an edition that they reach through <see cref="DecidedBy(IQueryable{Edition}, Caller, DateOnly)"/>.</summary>
    public static IReadOnlyCollection<TeamMember> DecidingPartsOf(this Edition edition, Caller caller, DateOnly today) =>
        [.. edition.PartsOf(caller.Me(), today).Where(member => Deciding.Contains(member.Part))];

    /// <summary>Somebody's part where they judge and decide, whether today or on other days, the most recent; null where they never do.</summary>
    public static TeamMember? EverDeciding(this Edition edition, Guid personId) =>
        edition.Team.Where(member => member.PersonId == personId && Deciding.Contains(member.Part)).MaxBy(member => member.From);

    /// <summary>Who can review a rejection: who decides on the edition today, other than who decided.</summary>
    public static IEnumerable<TeamMember> ReviewersOf(this Edition edition, Decision decision, DateOnly today) => edition.Team
        .Where(member => member.PersonId != decision.ById && Deciding.Contains(member.Part) && member.Holds(today))
        .OrderBy(member => member.Part).ThenBy(member => member.Deputy);

    // Staff by the token as well as by the edition's team: an account that was taken out of service reaches nothing. Deputies count (R5).
    private static Expression<Func<Edition, bool>> In(TeamPart[] parts, Caller caller, DateOnly today)
    {
        var (me, staff) = (caller.Me(), caller.IsStaff);
        return edition => staff && edition.Team.Any(member =>
            member.PersonId == me && parts.Contains(member.Part) && member.From <= today && (member.Until == null || member.Until >= today));
    }
}
