using Metropool.Contracts.Intake;
using Metropool.Intake.Applications;
using Metropool.Intake.Nominations;

namespace Metropool.Intake.Successions;

/// <summary>For whom a place is held.</summary>
internal static class Naming
{
    /// <summary>
    /// Of nominations those that a place can be held for: open, or taken up and neither decided against nor given up. A draft has to be handed in in time; and it is the employer's own candidate.
    /// It is asked of how things stand, so that nothing that happens to an application has to think of it.
    /// </summary>
    public static IQueryable<Nomination> AliveNominations(this IntakeDbContext db, DateTimeOffset now) => db.Nominations.Where(n =>
        (n.Status == NominationStatus.Open && n.ExpiresAt > now)
        || (n.Status == NominationStatus.Accepted && db.Applications.Any(a => a.Id == n.ApplicationId && !Application.Closed.Contains(a.Status)
            && (n.ExpiresAt > now || a.Status != ApplicationStatus.Draft)
            && (n.OrganisationId != null ? a.EmployerOrganisationId == n.OrganisationId : a.Employers.Any(e => e.Until == null && IntakeDbContext.Folded(e.Name!) == IntakeDbContext.Folded(n.EmployerName))))));

    /// <summary>The places that are held for an application: one, where one is.</summary>
    public static IQueryable<Succession> PlacesHeldFor(this IntakeDbContext db, Guid applicationId, DateTimeOffset now)
    {
        var alive = db.AliveNominations(now);
        return db.Successions.Where(s => s.State == SuccessionState.Held && alive.Any(n => n.SuccessionId == s.Id && n.ApplicationId == applicationId));
    }
}
