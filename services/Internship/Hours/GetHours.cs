using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Hours;

/// <summary>What was logged.</summary>
internal static class GetHours
{
    public static async Task<Results<Ok<HoursView>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.ReaderAsync(id, caller, clock, cancellationToken) is not { } reader)
        {
            return Access.NotFound.ToProblem();
        }

        if (!reader.ReadsTexts)
        {
            return Refusal.Forbidden("internship.hours-not-for-you", "Logged hours are for the participant, the dean and the programme manager.").ToProblem();
        }

        var file = await db.Internships.Whole().AsNoTracking().FindAsync(id, cancellationToken);
        return TypedResults.Ok(HoursView.Of(file!));
    }
}
