using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

/// <summary>A judgement on all three criteria.</summary>
internal sealed record JudgementRequest
{
    /// <summary>The learning wishes.</summary>
    public CriterionRequest? LearningWishes { get; init; }

    /// <summary>The motivation.</summary>
    public CriterionRequest? Motivation { get; init; }

    /// <summary>The capacities.</summary>
    public CriterionRequest? Capacities { get; init; }

    /// <returns>The criteria, or the refusal that names those that are missing: without all three there is no judgement (R12).</returns>
    public Outcome<JudgedCriteria> ToCriteria()
    {
        if (this is { LearningWishes: { } learningWishes, Motivation: { } motivation, Capacities: { } capacities })
        {
            return new JudgedCriteria(learningWishes.ToCriterion(), motivation.ToCriterion(), capacities.ToCriterion());
        }

        (string Name, CriterionRequest? Criterion)[] criteria =
            [("learningWishes", LearningWishes), ("motivation", Motivation), ("capacities", Capacities)];
        return Refusals.JudgementIncomplete(criteria.Where(criterion => criterion.Criterion is null).Select(criterion => criterion.Name));
    }
}

/// <summary>The judgement on one criterion.</summary>
internal sealed record CriterionRequest
{
    /// <summary>Whether it fits the programme.</summary>
    public required bool Fits { get; init; }

    /// <summary>The reason, which the candidate can read.</summary>
    [Required, MaxLength(Limits.Text), Multiline]
    public required string Note { get; init; }

    public Criterion ToCriterion() => new() { Fits = Fits, Note = Note.Trim() };
}

internal static class WriteJudgement
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        JudgementRequest request,
        IfMatch ifMatch,
        Caller caller,
        IntakeDbContext db,
        IPublishEndpoint publish,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        if (await db.ApplicationsDecidedBy(caller, clock.Today).WithParts().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        if (ifMatch.Mismatch(application.Version) is { } changed)
        {
            return changed.ToProblem();
        }

        if (request.ToCriteria().IsRefused(out var incomplete, out var criteria))
        {
            return incomplete.ToProblem();
        }

        var edition = await db.Editions.SingleAsync(e => e.Id == application.EditionId, cancellationToken);
        var roles = edition.DecidingRolesOf(caller, clock.Today);
        var mode = await db.EditionTerms.Where(t => t.EditionId == edition.Id).Select(t => t.JudgementMode).SingleAsync(cancellationToken);
        var outcome = application.Judge(roles, criteria, mode, edition, clock.GetUtcNow());
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (outcome.Value is { } judged)
        {
            await publish.Publish(judged, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, caller.RequiredPersonId(), clock.Today, cancellationToken));
    }
}
