using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Scheduling;

/// <summary>Outcomes of use cases as HTTP results.</summary>
internal static class OutcomeResults
{
    public static Results<Ok<TResponse>, ProblemHttpResult> ToOk<T, TResponse>(this Outcome<T> outcome, Func<T, TResponse> response) =>
        outcome.IsRefused(out var refusal, out var value) ? refusal.ToProblem() : TypedResults.Ok(response(value));

    public static Results<Created<TResponse>, ProblemHttpResult> ToCreated<T, TResponse>(
        this Outcome<T> outcome, Func<T, string> location, Func<T, TResponse> response) =>
        outcome.IsRefused(out var refusal, out var value) ? refusal.ToProblem() : TypedResults.Created(location(value), response(value));
}
