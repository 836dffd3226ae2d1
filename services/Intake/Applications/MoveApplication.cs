using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

/// <summary>The move of an application to another edition.</summary>
internal sealed record MoveApplicationRequest
{
    /// <summary>The other edition.</summary>
    public required Guid EditionId { get; init; }
}

internal static class MoveApplication
{
    public static async Task<Results<Created<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        MoveApplicationRequest request,
        Caller caller,
        IntakeDbContext db,
        IPublishEndpoint publish,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        if (await db.Applications.OwnedBy(caller).WithParts().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        if (await db.Editions.SingleOrDefaultAsync(e => e.Id == request.EditionId, cancellationToken) is not { } to || !to.IsPublic)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        // Of two requests at once, the unique index refuses one.
        if (await db.Applications.OwnedBy(caller).AnyAsync(a => a.EditionId == to.Id && !Application.Closed.Contains(a.Status), cancellationToken))
        {
            return Refusals.ApplicationOpen.ToProblem();
        }

        var wasAdmitted = application.Status == ApplicationStatus.Admitted;
        var cancelled = await db.Editions.SingleAsync(e => e.Id == application.EditionId, cancellationToken);
        var participation = await db.Participations.FirstOrDefaultAsync(p => p.ApplicationId == id, cancellationToken);
        if (application.MoveTo(cancelled, to, participation, clock.GetUtcNow()).IsRefused(out var refusal, out var moved))
        {
            return refusal.ToProblem();
        }

        db.Add(moved);
        if (wasAdmitted)
        {
            await publish.Publish(application.State(ApplicationChange.AdmissionWithdrawn), cancellationToken);
        }

        if (moved.SubmittedAt is not null)
        {
            await publish.Publish(moved.State(ApplicationChange.Submitted), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/intake/v1/applications/{moved.Id}", await db.DetailAsync(moved, clock.Today, cancellationToken));
    }
}
