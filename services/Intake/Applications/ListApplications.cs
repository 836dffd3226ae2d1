using System.ComponentModel;
using Metropool.Contracts.Intake;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class ListApplications
{
    private static readonly Keyset<ApplicationSummary> Order = Keyset.Ascending((ApplicationSummary a) => a.Id);

    public static async Task<Results<Ok<Page<ApplicationSummary>>, ProblemHttpResult>> HandleAsync(
        [Description("The edition.")] Guid editionId,
        [Description("Only those that stand there.")] ApplicationStatus? status,
        [AsParameters] Paging paging,
        Caller caller,
        IntakeDbContext db,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        if (!await db.Editions.OrganisedBy(caller, clock.Today).AnyAsync(e => e.Id == editionId, cancellationToken))
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        return TypedResults.Ok(await db.Applications
            .Where(a => a.EditionId == editionId && a.SubmittedAt != null && (status == null || a.Status == status))
            .Summarised(db, clock.Today)
            .ToPageAsync(paging, Order, cancellationToken));
    }
}
