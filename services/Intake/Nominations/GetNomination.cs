using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Nominations;

internal static class GetNomination
{
    public static async Task<Results<Ok<NominationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken) =>
        await db.NominationDetails(caller, clock.Today).SingleOrDefaultAsync(nomination => nomination.Id == id, cancellationToken) is { } nomination
            ? TypedResults.Ok(nomination)
            : Refusals.NominationUnknown.ToProblem();
}
