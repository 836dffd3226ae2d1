using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

/// <summary>An interview that was held.</summary>
internal sealed record RecordInterviewHeldRequest
{
    /// <summary>When it began, if not at the time of the booking.</summary>
    public DateTimeOffset? HeldAt { get; init; }
}

internal static class RecordInterviewHeld
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        RecordInterviewHeldRequest? request,
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

        var booked = await db.Interviews.Where(i => i.ApplicationId == id && i.Status == InterviewStatus.Booked)
            .OrderBy(i => i.StartsAt).FirstOrDefaultAsync(cancellationToken);
        var heldAt = request?.HeldAt?.ToUniversalTime();
        if (application.RecordHeld(booked, caller.RequiredPersonId(), heldAt, clock.GetUtcNow()).IsRefused(out var refusal, out var held))
        {
            return refusal.ToProblem();
        }

        await publish.Publish(held, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
