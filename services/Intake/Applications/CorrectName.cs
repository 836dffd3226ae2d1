using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class CorrectName
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        NameContent request,
        IfMatch ifMatch,
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

        if (ifMatch.Mismatch(application.Version) is { } changed)
        {
            return changed.ToProblem();
        }

        if (await db.Participations.AnyAsync(p => p.ApplicationId == id && p.Status == ParticipationStatus.Completed, cancellationToken))
        {
            return Refusals.NameNotCorrectable.ToProblem();
        }

        if (application.CorrectName(request.ToName(), clock.GetUtcNow()).IsRefused(out var refusal, out var corrected))
        {
            return refusal.ToProblem();
        }

        await publish.Publish(corrected, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
