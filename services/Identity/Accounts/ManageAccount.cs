using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.Keysets;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Accounts;

/// <summary>Actions of an administrator on the account of another person.</summary>
internal static class ManageAccount
{
    private static readonly Keyset<AccountAction> Order = Keyset.Descending((AccountAction action) => action.At, (AccountAction action) => action.ActionId);

    public static Task<Results<NoContent, ProblemHttpResult>> UnlockAsync(
        Guid personId, Caller caller, AccountActions actions, CancellationToken cancellationToken) =>
        PerformAsync(actions, personId, AccountActionKind.Unlocked, caller, reason: null, cancellationToken);

    public static Task<Results<NoContent, ProblemHttpResult>> SignOutAsync(
        Guid personId, Caller caller, AccountActions actions, CancellationToken cancellationToken) =>
        PerformAsync(actions, personId, AccountActionKind.SignedOut, caller, reason: null, cancellationToken);

    public static Task<Results<NoContent, ProblemHttpResult>> RemoveSecondFactorsAsync(
        Guid personId, AccountActionRequest request, Caller caller, AccountActions actions, CancellationToken cancellationToken) =>
        PerformAsync(actions, personId, AccountActionKind.SecondFactorsRemoved, caller, request.Reason, cancellationToken);

    public static Task<Results<NoContent, ProblemHttpResult>> BlockAsync(
        Guid personId, AccountActionRequest request, Caller caller, AccountActions actions, CancellationToken cancellationToken) =>
        PerformAsync(actions, personId, AccountActionKind.Blocked, caller, request.Reason, cancellationToken);

    public static Task<Results<NoContent, ProblemHttpResult>> UnblockAsync(
        Guid personId, AccountActionRequest request, Caller caller, AccountActions actions, CancellationToken cancellationToken) =>
        PerformAsync(actions, personId, AccountActionKind.Unblocked, caller, request.Reason, cancellationToken);

    public static async Task<Results<Ok<Page<AccountActionSummary>>, ProblemHttpResult>> ListAsync(
        Guid personId, [AsParameters] Paging paging, IdentityDbContext db, CancellationToken cancellationToken) =>
        await db.Users.AnyAsync(account => account.Id == personId, cancellationToken)
            ? TypedResults.Ok((await db.AccountActions.AsNoTracking().Where(action => action.PersonId == personId)
                .ToPageAsync(paging, Order, cancellationToken))
                .Select(action => new AccountActionSummary(action.Kind, action.At, action.By, action.Reason)))
            : Refusals.AccountUnknown.ToProblem();

    private static async Task<Results<NoContent, ProblemHttpResult>> PerformAsync(
        AccountActions actions, Guid personId, AccountActionKind kind, Caller caller, string? reason, CancellationToken cancellationToken) =>
        await actions.PerformAsync(personId, kind, caller.PersonId, reason, cancellationToken) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
}

/// <summary>The reason of an action on an account.</summary>
/// <param name="Reason">The reason, for the history; without personal data, such as "Ticket 1234".</param>
internal sealed record AccountActionRequest(
    [Required, StringLength(AccountAction.LongestReason, MinimumLength = 1), Line] string Reason);

/// <summary>An action on an account.</summary>
/// <param name="Kind">The kind of action.</param>
/// <param name="At">When; system time, UTC.</param>
/// <param name="By">The administrator; null for a command of an operator.</param>
/// <param name="Reason">The reason, if one was given.</param>
internal sealed record AccountActionSummary(AccountActionKind Kind, DateTimeOffset At, Guid? By, string? Reason);
