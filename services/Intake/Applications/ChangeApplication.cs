using System.ComponentModel;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class ChangeApplication
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ApplicationContent request,
        [FromHeader(Name = "If-Match"), Description("The ETag of the draft as you read it. When it was changed since, nothing is done (412).")] string? ifMatch,
        Caller caller,
        IntakeDbContext db,
        ProgrammeClock clock,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        if (await db.Applications.OwnedBy(caller).SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        if ((await db.NamedByAccountAsync(request, cancellationToken)).IsRefused(out var unknown, out var content))
        {
            return unknown.ToProblem();
        }

        if ((EntityTags.Mismatch(ifMatch, application.Version) ?? application.Change(content, clock.GetUtcNow())) is { } refusal)
        {
            return refusal.ToProblem();
        }

        await db.SaveChangesAsync(cancellationToken);
        response.SetVersion(application.Version);
        return TypedResults.Ok(await db.DetailAsync(application, cancellationToken));
    }
}
