using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.Keysets;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Accounts;

/// <summary>What an administrator does for the account of another.</summary>
internal static class ManageAccount
{
    private static readonly Keyset<AccountMeasure> Order = Keyset.Descending((AccountMeasure measure) => measure.At, (AccountMeasure measure) => measure.MeasureId);

    public static Task<Results<NoContent, ProblemHttpResult>> UnlockAsync(Guid personId, Caller caller, AccountMeasures measures, CancellationToken cancellationToken) =>
        TakeAsync(measures, personId, MeasureKind.Unlocked, caller, reason: null, cancellationToken);

    public static Task<Results<NoContent, ProblemHttpResult>> SignOutAsync(Guid personId, Caller caller, AccountMeasures measures, CancellationToken cancellationToken) =>
        TakeAsync(measures, personId, MeasureKind.SignedOut, caller, reason: null, cancellationToken);

    public static Task<Results<NoContent, ProblemHttpResult>> RemoveSecondFactorsAsync(
        Guid personId, MeasureReason request, Caller caller, AccountMeasures measures, CancellationToken cancellationToken) =>
        TakeAsync(measures, personId, MeasureKind.SecondFactorsRemoved, caller, request.Reason, cancellationToken);

    public static Task<Results<NoContent, ProblemHttpResult>> BlockAsync(
        Guid personId, MeasureReason request, Caller caller, AccountMeasures measures, CancellationToken cancellationToken) =>
        TakeAsync(measures, personId, MeasureKind.Blocked, caller, request.Reason, cancellationToken);

    public static Task<Results<NoContent, ProblemHttpResult>> UnblockAsync(
        Guid personId, MeasureReason request, Caller caller, AccountMeasures measures, CancellationToken cancellationToken) =>
        TakeAsync(measures, personId, MeasureKind.Unblocked, caller, request.Reason, cancellationToken);

    public static async Task<Results<Ok<Page<AccountMeasureView>>, ProblemHttpResult>> ListAsync(
        Guid personId, [AsParameters] Paging paging, IdentityDbContext db, CancellationToken cancellationToken) =>
        await db.Users.AnyAsync(account => account.Id == personId, cancellationToken)
            ? TypedResults.Ok((await db.AccountMeasures.AsNoTracking().Where(measure => measure.PersonId == personId).ToPageAsync(paging, Order, cancellationToken))
                .Select(measure => new AccountMeasureView(measure.Kind, measure.At, measure.By, measure.Reason)))
            : AccountMeasures.Unknown.ToProblem();

    private static async Task<Results<NoContent, ProblemHttpResult>> TakeAsync(
        AccountMeasures measures, Guid personId, MeasureKind kind, Caller caller, string? reason, CancellationToken cancellationToken) =>
        await measures.TakeAsync(personId, kind, caller.PersonId, reason, cancellationToken) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
}

/// <summary>Why something is done to an account.</summary>
/// <param name="Reason">For the history; without personal data, such as the number of a ticket.</param>
internal sealed record MeasureReason(
    [Required, StringLength(AccountMeasure.LongestReason, MinimumLength = 1), Line] string Reason);

/// <summary>Something that was done to an account.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When; system time, UTC.</param>
/// <param name="By">By which administrator; null where operations did, with a command.</param>
/// <param name="Reason">Why, where somebody said so.</param>
internal sealed record AccountMeasureView(MeasureKind Kind, DateTimeOffset At, Guid? By, string? Reason);
