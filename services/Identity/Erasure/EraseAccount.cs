using Metropool.Http;
using Metropool.Identity.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Identity.Erasure;

/// <summary>Erases the account of another. Without a reason: it would have to be kept, and would be about somebody who asked that nothing is.</summary>
internal static class EraseAccount
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid personId, Caller caller, Erasures erasures, CancellationToken cancellationToken)
    {
        if (caller.PersonId is not { } by || by == personId)
        {
            return AccountMeasures.Own.ToProblem();
        }

        return await erasures.EraseAsync(personId, by, cancellationToken) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}
