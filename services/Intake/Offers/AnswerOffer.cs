using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Intake.Offers;

/// <summary>The candidate's answer to an offered place.</summary>
internal static class AnswerOffer
{
    public static Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> AcceptAsync(
        Guid id, Caller caller, IntakeDbContext db, PlaceTransaction transaction, ProgrammeClock clock, CancellationToken cancellationToken) =>
        AnswerAsync(
            id,
            caller,
            db,
            transaction,
            clock,
            context => context.Application.AcceptOffer(context.Offer, context.Edition, context.Terms, context.Now),
            cancellationToken);

    public static Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> DeclineAsync(
        Guid id, Caller caller, IntakeDbContext db, PlaceTransaction transaction, ProgrammeClock clock, CancellationToken cancellationToken) =>
        AnswerAsync(
            id,
            caller,
            db,
            transaction,
            clock,
            context => context.Application.DeclineOffer(context.Offer, context.Now),
            cancellationToken);

    private static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> AnswerAsync(
        Guid id,
        Caller caller,
        IntakeDbContext db,
        PlaceTransaction transaction,
        ProgrammeClock clock,
        Func<DecisionContext, Outcome<ApplicationChanged?>> answer,
        CancellationToken cancellationToken)
    {
        var outcome = await transaction.RunAsync(id, db.Applications.OwnedBy(caller), notifyCandidate: false, answer, cancellationToken);
        return outcome.IsRefused(out var refusal, out var application)
            ? refusal.ToProblem()
            : TypedResults.Ok(await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
