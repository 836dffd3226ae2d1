using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Nominations;

/// <summary>What stands in the address of the mailed link.</summary>
internal sealed record NominationCode
{
    [Required, MaxLength(100), RegularExpression("^[A-Za-z0-9_-]+$")]
    [Description("The code in the link that was mailed.")]
    public required string Code { get; init; }
}

internal static class AnswerNomination
{
    public static async Task<Results<Created<ApplicationDetail>, ProblemHttpResult>> AcceptAsync(
        NominationCode request, Caller caller, IntakeDbContext db, NominationAnswers answers, ProgrammeClock clock, CancellationToken cancellationToken) =>
        (await answers.TakeUpAsync(request.Code, caller.Me(), cancellationToken)).IsRefused(out var refusal, out var application)
            ? refusal.ToProblem()
            : TypedResults.Created($"/intake/v1/applications/{application.Id}", await db.DetailAsync(application, clock.Today, cancellationToken));

    public static async Task<Results<NoContent, ProblemHttpResult>> DeclineAsync(NominationCode request, NominationAnswers answers, CancellationToken cancellationToken) =>
        await answers.DeclineAsync(request.Code, cancellationToken) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();

    public static async Task<Results<Ok<NominationView>, ProblemHttpResult>> WithdrawAsync(
        Guid id, Caller caller, IntakeDbContext db, NominationAnswers answers, ProgrammeClock clock, CancellationToken cancellationToken) =>
        await answers.WithdrawAsync(id, db.NominatedBy(caller), cancellationToken) is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Ok(await db.ViewedBy(caller, clock.Today).SingleAsync(n => n.Id == id, cancellationToken));
}
