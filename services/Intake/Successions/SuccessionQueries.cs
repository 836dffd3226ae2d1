using Metropool.Contracts.Intake;
using Metropool.Intake.Applications;
using Metropool.Intake.Nominations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Successions;

internal static class SuccessionQueries
{
    /// <summary>A held place for which the employer can still nominate; null otherwise.</summary>
    public static Task<Succession?> OpenSuccessionAsync(this IntakeDbContext db, Guid? id, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Successions.SingleOrDefaultAsync(s => s.Id == id && s.State == SuccessionState.Held && s.NominateUntil > now, cancellationToken);

    /// <summary>
    /// The nominations that a place can be held for: open ones, and accepted ones whose application is neither closed nor an overdue draft, and still names
    /// the employer. This is determined by the current state, so that no change of an application has to update it.
    /// </summary>
    public static IQueryable<Nomination> ActiveNominations(this IntakeDbContext db, DateTimeOffset now) => db.Nominations.Where(n =>
        (n.Status == NominationStatus.Open && n.ExpiresAt > now)
        || (n.Status == NominationStatus.Accepted && db.Applications.Any(a => a.Id == n.ApplicationId && !Application.Closed.Contains(a.Status)
            && (n.ExpiresAt > now || a.Status != ApplicationStatus.Draft)
            && (n.OrganisationId != null
                ? a.EmployerOrganisationId == n.OrganisationId
                : a.Employers.Any(e => e.Until == null && IntakeDbContext.Folded(e.Name!) == IntakeDbContext.Folded(n.EmployerName))))));

    /// <summary>The place that is held for an application: at most one.</summary>
    public static IQueryable<Succession> PlacesHeldFor(this IntakeDbContext db, Guid applicationId, DateTimeOffset now)
    {
        var nominations = db.ActiveNominations(now);
        return db.Successions.Where(s => s.State == SuccessionState.Held
            && nominations.Any(n => n.SuccessionId == s.Id && n.ApplicationId == applicationId));
    }
}
