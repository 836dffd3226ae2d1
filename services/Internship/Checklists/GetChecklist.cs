using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Checklists;

/// <summary>What the participant arranges.</summary>
internal static class GetChecklist
{
    public static async Task<Results<Ok<ChecklistView>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.ReaderAsync(id, caller, clock, cancellationToken) is not { } reader)
        {
            return Access.NotFound.ToProblem();
        }

        if (!reader.ReadsPracticalMatters)
        {
            return Refusal.Forbidden("internship.checklist-not-for-you", "The checklist is for the participant, the dean, the programme manager and the project manager.").ToProblem();
        }

        return TypedResults.Ok(ChecklistView.Of(await db.Internships.AsNoTracking().Include(f => f.Checklist).SingleAsync(f => f.Id == id, cancellationToken)));
    }
}
