using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Offers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class ReviseDecision
{
    public static async Task<Results<Ok<DecidedApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        DecisionRequest request,
        IfMatch ifMatch,
        Caller caller,
        IntakeDbContext db,
        PlaceTransaction transaction,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        // At most one application for an edition is open: a unique index decides if the candidate applies again at this moment.
        var visible = db.ApplicationsDecidedBy(caller, clock.Today);
        var appliedAgain = await visible.AnyAsync(
            a => a.Id == id && db.Applications.Any(
                other => other.Id != id && other.PersonId == a.PersonId && other.EditionId == a.EditionId && !Application.Closed.Contains(other.Status)),
            cancellationToken);
        var outcome = await transaction.RunAsync(id, visible, notifyCandidate: true, Revise, cancellationToken);
        return outcome.IsRefused(out var refusal, out var application)
            ? refusal.ToProblem()
            : TypedResults.Ok(DecidedApplicationDetail.Of(application, await db.DetailAsync(application, clock.Today, cancellationToken)));

        Outcome<ApplicationChanged?> Revise(DecisionContext context)
        {
            var (revised, edition) = (context.Application, context.Edition);
            if (ifMatch.Mismatch(revised.Version) is { } changed)
            {
                return changed;
            }

            if (edition.DecidingRolesOf(caller, clock.Today).FirstOrDefault() is not { } by)
            {
                return Refusals.ApplicationUnknown;
            }

            return revised.Status == ApplicationStatus.Rejected && appliedAgain
                ? Refusals.AppliedAgain
                : revised.Revise(request, by, edition, context.Terms, context.Places, context.Participation, context.Now);
        }
    }
}
