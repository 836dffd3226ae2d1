using System.ComponentModel;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class ListApplications
{
    public static async Task<Results<Ok<IReadOnlyList<ApplicationSummary>>, ProblemHttpResult>> HandleAsync(
        [Description("The edition.")] Guid editionId,
        [Description("Only those that stand there.")] ApplicationStatus? status,
        Caller caller,
        IntakeDbContext db,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        if (!await db.Editions.OrganisedBy(caller, clock.Today).AnyAsync(e => e.Id == editionId, cancellationToken))
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        IReadOnlyList<ApplicationSummary> applications = await db.Applications
            .Where(a => a.EditionId == editionId && a.SubmittedAt != null && (status == null || a.Status == status))
            .OrderBy(a => a.Id)
            .Summarised(db, clock.Today)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(applications);
    }
}
