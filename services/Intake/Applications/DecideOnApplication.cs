using System.ComponentModel.DataAnnotations;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Offers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Intake.Applications;

/// <summary>A decision on an application.</summary>
internal sealed record DecisionRequest
{
    /// <summary>The decision.</summary>
    /// <example>admit</example>
    [EnumDataType(typeof(DecisionOutcome))]
    public required DecisionOutcome Outcome { get; init; }

    /// <summary>The reason, which the candidate can read.</summary>
    /// <example>Your learning wishes fit the programme.</example>
    [Required, MaxLength(Limits.Remark), Multiline]
    public required string Reason { get; init; }
}

/// <summary>The result of a decision.</summary>
internal sealed record DecidedApplicationDetail : IVersioned
{
    /// <summary>Admitted, waitListed or rejected.</summary>
    public required ApplicationStatus Status { get; init; }

    /// <summary>intake.capacity-reached if the candidate was to be admitted, but is on the waiting list because no place is available.</summary>
    public string? WaitListedBecause { get; init; }

    /// <summary>The position on the waiting list, from 1.</summary>
    public int? WaitListPosition { get; init; }

    /// <summary>The application.</summary>
    public required ApplicationDetail Application { get; init; }

    public ResourceVersion GetVersion() => Application.GetVersion();

    public static DecidedApplicationDetail Of(Application application, ApplicationDetail detail) => new()
    {
        Status = application.Status,
        WaitListedBecause = application.WaitsForPlace ? Refusals.CapacityReached.Code : null,
        WaitListPosition = detail.WaitListPosition,
        Application = detail,
    };
}

internal static class DecideOnApplication
{
    public static async Task<Results<Ok<DecidedApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        DecisionRequest request,
        IfMatch ifMatch,
        Caller caller,
        IntakeDbContext db,
        PlaceTransaction transaction,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var outcome = await transaction.RunAsync(id, db.ApplicationsDecidedBy(caller, clock.Today), notifyCandidate: true, ApplyDecision, cancellationToken);
        return outcome.IsRefused(out var refusal, out var application)
            ? refusal.ToProblem()
            : TypedResults.Ok(DecidedApplicationDetail.Of(application, await db.DetailAsync(application, clock.Today, cancellationToken)));

        Outcome<ApplicationChanged?> ApplyDecision(DecisionContext context)
        {
            if (ifMatch.Mismatch(context.Application.Version) is { } changed)
            {
                return changed;
            }

            return context.Edition.DecidingRolesOf(caller, clock.Today).FirstOrDefault() is { } by
                ? context.Application.Decide(request, by, context.Edition, context.Terms, context.Places, context.Now)
                : Refusals.ApplicationUnknown;
        }
    }
}
