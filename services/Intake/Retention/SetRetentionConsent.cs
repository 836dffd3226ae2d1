using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Retention;

/// <summary>The candidate's consent to keep an application longer.</summary>
internal sealed record RetentionConsentRequest
{
    /// <summary>Whether your application may be kept longer if it does not lead to a place. You can withdraw your consent at any time.</summary>
    public required bool Given { get; init; }
}

internal static class SetRetentionConsent
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, RetentionConsentRequest request, IfMatch ifMatch, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.Applications.OwnedBy(caller).WithParts().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        if ((ifMatch.Mismatch(application.Version) ?? application.SetRetentionConsent(request.Given, clock.GetUtcNow())) is { } refusal)
        {
            return refusal.ToProblem();
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
