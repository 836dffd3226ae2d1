using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Agreements;

internal static class WithdrawAgreement
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, IntakeDbContext db, IPublishEndpoint publish, AgreementMails mails, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.Applications.OwnedBy(caller).Include(a => a.Judgements).SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        if (application.WithdrawAgreement(clock.GetUtcNow()).IsRefused(out var refusal, out var changed))
        {
            return refusal.ToProblem();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await publish.Publish(changed, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await mails.WithdrawAsync(application, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, clock.Today, cancellationToken));
    }
}
