using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Agreements;

internal static class GetInvoice
{
    public static async Task<Results<Ok<InvoiceView>, ProblemHttpResult>> HandleAsync(Guid id, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var editions = db.Editions.ManagedBy(caller, clock.Today).Select(edition => edition.Id);
        if (!await db.Applications.AnyAsync(a => a.Id == id && a.SubmittedAt != null && editions.Contains(a.EditionId), cancellationToken))
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        var granted = await db.Agreements.AsNoTracking().SingleOrDefaultAsync(a => a.ApplicationId == id && a.Status == AgreementStatus.Granted, cancellationToken);
        return granted?.Invoice is { } invoice ? TypedResults.Ok(InvoiceView.Of(invoice, granted.ExternalReference)) : Refusals.AgreementUnknown.ToProblem();
    }
}
