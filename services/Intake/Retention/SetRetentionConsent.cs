using System.ComponentModel;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Retention;

internal sealed record RetentionConsentRequest
{
    [Description("Whether your application may be kept longer should it not lead to a place. You can take this back at any time.")]
    public required bool Given { get; init; }
}

internal static class SetRetentionConsent
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, RetentionConsentRequest request, IfMatch ifMatch, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.Applications.OwnedBy(caller).Include(a => a.Judgements).SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        if ((ifMatch.Mismatch(application.Version) ?? application.AgreeToBeKept(request.Given, clock.GetUtcNow())) is { } refusal)
        {
            return refusal.ToProblem();
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
