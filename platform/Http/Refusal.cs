using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Http;

/// <summary>The reason why a request is refused: an expected outcome, never an exception.</summary>
/// <param name="Code">Permanent, machine-readable, <c>service.kebab-case</c> such as <c>intake.capacity-reached</c>.</param>
/// <param name="Detail">An explanation in English, without personal data. It names the object and the remedy.</param>
/// <param name="Status">The HTTP status.</param>
public sealed record Refusal(string Code, string Detail, int Status = StatusCodes.Status409Conflict)
{
    /// <summary>All faults or missing items, where there can be several.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>The resource doesn't exist, or is invisible to the caller (404).</summary>
    public static Refusal NotFound(string code, string detail) => new(code, detail, StatusCodes.Status404NotFound);

    /// <summary>The caller is not allowed to do this (403).</summary>
    public static Refusal Forbidden(string code, string detail) => new(code, detail, StatusCodes.Status403Forbidden);

    /// <summary>The input is invalid (400).</summary>
    public static Refusal Invalid(string code, string detail, params IReadOnlyList<Fault> faults) =>
        new(code, detail, StatusCodes.Status400BadRequest) { Faults = faults };

    /// <summary>The state of the resource doesn't allow this (409).</summary>
    public static Refusal Conflict(string code, string detail, params IReadOnlyList<Fault> faults) =>
        new(code, detail) { Faults = faults };

    /// <summary>Creates the <c>application/problem+json</c> response (RFC 9457) with <c>code</c> and, if there are faults, <c>errors</c>.</summary>
    public ProblemHttpResult ToProblem() => TypedResults.Problem(Problems.Of(Status, Code, Detail, Faults));
}

/// <summary>A fault of a request.</summary>
/// <param name="Where">A JSON path such as <c>modules[2].title</c>, or the name of a missing item.</param>
/// <param name="Code">Permanent and machine-readable.</param>
/// <param name="Detail">An explanation in English.</param>
public sealed record Fault(string Where, string Code, string Detail);
