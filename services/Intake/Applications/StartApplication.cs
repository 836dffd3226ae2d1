using System.ComponentModel;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Erasure;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal sealed record StartApplicationRequest : ApplicationContent
{
    [Description("The edition to apply for.")]
    public required Guid EditionId { get; init; }
}

internal static class StartApplication
{
    public static async Task<Results<Created<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        StartApplicationRequest request, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.Editions.SingleOrDefaultAsync(e => e.Id == request.EditionId, cancellationToken) is not { } edition || !edition.IsPublic)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        // A token outlives the account by some minutes.
        if (await db.IsErasedAsync(caller.Me(), cancellationToken))
        {
            return Refusals.PersonErased.ToProblem();
        }

        if ((await db.NamedByAccountAsync(request, cancellationToken)).IsRefused(out var unknown, out var content))
        {
            return unknown.ToProblem();
        }

        if (Application.Start(caller.Me(), edition, content, clock.GetUtcNow(), clock.Today).IsRefused(out var refusal, out var application))
        {
            return refusal.ToProblem();
        }

        // The unique index decides where two requests come at the same moment: one of them then ends in a conflict.
        if (await db.Applications.OwnedBy(caller).AnyAsync(a => a.EditionId == edition.Id && !Application.Closed.Contains(a.Status), cancellationToken))
        {
            return Refusals.ApplicationOpen.ToProblem();
        }

        db.Add(application);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/intake/v1/applications/{application.Id}", await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
