using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Checklists;

internal static class ListChecklistItems
{
    public static async Task<Results<Ok<ChecklistDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.ReaderAsync(id, caller, clock, cancellationToken) is not { } reader)
        {
            return Refusals.FileUnknown.ToProblem();
        }

        return reader.ReadsPracticalMatters
            ? TypedResults.Ok(ChecklistDetail.Of(
                await db.Internships.AsNoTracking().Include(file => file.Checklist).SingleAsync(file => file.Id == id, cancellationToken)))
            : Refusals.ChecklistForbidden.ToProblem();
    }
}
