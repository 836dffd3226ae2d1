using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Erasure;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

/// <summary>A new application.</summary>
internal sealed record StartApplicationRequest : ApplicationContent
{
    /// <summary>The edition to apply for.</summary>
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

        // A token stays valid for some minutes after the account is erased.
        if (await db.IsErasedAsync(caller.RequiredPersonId(), cancellationToken))
        {
            return Refusals.PersonErased.ToProblem();
        }

        if ((await db.ConnectByNameAsync(request, cancellationToken)).IsRefused(out var unknown, out var content))
        {
            return unknown.ToProblem();
        }

        if (Application.Start(caller.RequiredPersonId(), edition, content, clock.GetUtcNow()).IsRefused(out var refusal, out var application))
        {
            return refusal.ToProblem();
        }

        // Of two requests at once, the unique index refuses one.
        if (await db.Applications.OwnedBy(caller).AnyAsync(a => a.EditionId == edition.Id && !Application.Closed.Contains(a.Status), cancellationToken))
        {
            return Refusals.ApplicationOpen.ToProblem();
        }

        db.Add(application);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/intake/v1/applications/{application.Id}", await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
