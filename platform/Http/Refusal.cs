using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Http;

/// <summary>Why something that was asked is not done. An expected outcome, never an exception.</summary>
/// <param name="Code">Permanent, machine-readable, <c>service.kebab-case</c> such as <c>intake.capacity-reached</c>.</param>
/// <param name="Detail">A sentence for a person, in English, without personal data.</param>
/// <param name="Status">The HTTP status that it becomes.</param>
public sealed record Refusal(string Code, string Detail, int Status = StatusCodes.Status409Conflict)
{
    /// <summary>Every single fault or missing item, where there are several; all at once.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>What was asked is not there, or not there for this caller (404).</summary>
    public static Refusal NotFound(string code, string detail) => new(code, detail, StatusCodes.Status404NotFound);

    /// <summary>The caller may not do this (403).</summary>
    public static Refusal Forbidden(string code, string detail) => new(code, detail, StatusCodes.Status403Forbidden);

    /// <summary>The input is wrong (400).</summary>
    public static Refusal Invalid(string code, string detail, params IReadOnlyList<Fault> faults) =>
        new(code, detail, StatusCodes.Status400BadRequest) { Faults = faults };

    /// <summary>The state of things does not allow it (409).</summary>
    public static Refusal Conflict(string code, string detail, params IReadOnlyList<Fault> faults) =>
        new(code, detail) { Faults = faults };

    /// <summary>The refusal as <c>application/problem+json</c> (RFC 9457) with <c>code</c> and, where there are faults, <c>errors</c>.</summary>
    public ProblemHttpResult ToProblem() => TypedResults.Problem(Problems.Of(Status, Code, Detail, Faults));
}

/// <summary>One fault among several.</summary>
/// <param name="Where">Where it is: a JSON path such as <c>modules[2].title</c>, or the name of a missing item.</param>
/// <param name="Code">Permanent and machine-readable.</param>
/// <param name="Detail">A sentence for a person.</param>
public sealed record Fault(string Where, string Code, string Detail);
