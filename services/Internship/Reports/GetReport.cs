using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Reports;

internal static class GetReport
{
    public static async Task<Results<Ok<ReportDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, InternshipDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.ReaderAsync(id, caller, clock, cancellationToken) is not { } reader)
        {
            return Refusals.FileUnknown.ToProblem();
        }

        var file = await db.Internships.AsNoTracking().WithTexts(Texts.Report).SingleAsync(file => file.Id == id, cancellationToken);
        if (!reader.ReadsResearch(file.Report?.Confidential ?? false))
        {
            return Refusals.ReportForbidden.ToProblem();
        }

        var participation = await db.Participations.AsNoTracking().AsSplitQuery()
            .SingleAsync(participation => participation.Id == file.ParticipationId, cancellationToken);
        return TypedResults.Ok(ReportDetail.Of(file, file.ReportDueOnWithPauses(participation, clock.Today), reader));
    }
}
