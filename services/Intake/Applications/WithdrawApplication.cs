using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Offers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Intake.Applications;

internal static class WithdrawApplication
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, IntakeDbContext db, PlaceTransaction transaction, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var outcome = await transaction.RunAsync(
            id,
            db.Applications.OwnedBy(caller),
            notifyCandidate: false,
            context => context.Application.Withdraw(context.Participation, context.Edition, context.Now),
            cancellationToken);
        return outcome.IsRefused(out var refusal, out var application)
            ? refusal.ToProblem()
            : TypedResults.Ok(await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
