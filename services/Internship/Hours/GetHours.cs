using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Hours;

internal static class GetHours
{
    public static async Task<Results<Ok<HoursDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.ReaderAsync(id, caller, clock, cancellationToken) is not { } reader)
        {
            return Refusals.FileUnknown.ToProblem();
        }

        return reader.ReadsTexts
            ? TypedResults.Ok(HoursDetail.Of(await db.Internships.AsNoTracking().WithParts().SingleAsync(file => file.Id == id, cancellationToken)))
            : Refusals.HoursForbidden.ToProblem();
    }
}
