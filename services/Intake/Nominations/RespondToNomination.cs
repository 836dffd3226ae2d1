using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Nominations;

/// <summary>The code of a mailed link.</summary>
internal sealed record NominationCodeRequest
{
    /// <summary>The code in the link that was mailed.</summary>
    [Required, MaxLength(100), RegularExpression("^[A-Za-z0-9_-]+$")]
    public required string Code { get; init; }
}

/// <summary>The candidate accepts or declines a nomination; the employer withdraws it.</summary>
internal static class RespondToNomination
{
    public static async Task<Results<Created<ApplicationDetail>, ProblemHttpResult>> AcceptAsync(
        NominationCodeRequest request,
        Caller caller,
        IntakeDbContext db,
        NominationResponses responses,
        ProgrammeClock clock,
        CancellationToken cancellationToken) =>
        (await responses.AcceptAsync(request.Code, caller.RequiredPersonId(), cancellationToken)).IsRefused(out var refusal, out var application)
            ? refusal.ToProblem()
            : TypedResults.Created($"/intake/v1/applications/{application.Id}", await db.DetailAsync(application, clock.Today, cancellationToken));

    public static async Task<Results<NoContent, ProblemHttpResult>> DeclineAsync(
        NominationCodeRequest request, NominationResponses responses, CancellationToken cancellationToken) =>
        await responses.DeclineAsync(request.Code, cancellationToken) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();

    public static async Task<Results<Ok<NominationDetail>, ProblemHttpResult>> WithdrawAsync(
        Guid id, Caller caller, IntakeDbContext db, NominationResponses responses, ProgrammeClock clock, CancellationToken cancellationToken) =>
        await responses.WithdrawAsync(id, db.NominationsVisibleTo(caller), cancellationToken) is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Ok(await db.NominationDetails(caller, clock.Today).SingleAsync(nomination => nomination.Id == id, cancellationToken));
}
