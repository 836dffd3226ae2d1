using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal sealed record JudgementRequest
{
    public CriterionRequest? LearningWishes { get; init; }

    public CriterionRequest? Motivation { get; init; }

    public CriterionRequest? Capacities { get; init; }
}

/// <summary>How one of the three criteria fits what Metropool offers.</summary>
internal sealed record CriterionRequest
{
    [Description("Whether it fits what Metropool offers.")]
    public required bool Fits { get; init; }

    [Required, MaxLength(Limits.Text), Multiline]
    [Description("Why. The candidate can read it.")]
    public required string Note { get; init; }

    public Criterion ToCriterion() => new() { Fits = Fits, Note = Note.Trim() };
}

internal static class WriteJudgement
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, JudgementRequest request, IfMatch ifMatch, Caller caller, IntakeDbContext db, IPublishEndpoint publish, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.DecidedBy(caller, clock.Today).Include(a => a.Judgements).SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        if (ifMatch.Mismatch(application.Version) is { } changed)
        {
            return changed.ToProblem();
        }

        // All three criteria, or it is no judgement (R12).
        if (request is not { LearningWishes: { } learningWishes, Motivation: { } motivation, Capacities: { } capacities })
        {
            return Refusals.JudgementIncomplete(MissingFrom(request)).ToProblem();
        }

        var edition = await db.Editions.SingleAsync(e => e.Id == application.EditionId, cancellationToken);
        var parts = edition.DecidingPartsOf(caller, clock.Today);
        var mode = await db.EditionTerms.Where(t => t.EditionId == edition.Id).Select(t => t.JudgementMode).SingleAsync(cancellationToken);
        if (application.Judge(parts, learningWishes.ToCriterion(), motivation.ToCriterion(), capacities.ToCriterion(), mode, edition, clock.GetUtcNow(), clock.Today)
            .IsRefused(out var refusal, out var judged))
        {
            return refusal.ToProblem();
        }

        if (judged is not null)
        {
            await publish.Publish(judged, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, caller.Me(), clock.Today, cancellationToken));
    }

    private static IEnumerable<string> MissingFrom(JudgementRequest request)
    {
        (string Name, CriterionRequest? Criterion)[] criteria =
            [("learningWishes", request.LearningWishes), ("motivation", request.Motivation), ("capacities", request.Capacities)];
        return criteria.Where(criterion => criterion.Criterion is null).Select(criterion => criterion.Name);
    }
}
