using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Identity.Erasure;

/// <summary>Erases the account of another person. No reason is recorded: it would be personal data of the erased person.</summary>
internal static class EraseAccount
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid personId, Caller caller, PersonErasure erasure, CancellationToken cancellationToken)
    {
        if (caller.PersonId is not { } by || by == personId)
        {
            return Refusals.OwnAccount.ToProblem();
        }

        return await erasure.EraseAsync(personId, by, cancellationToken) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}
