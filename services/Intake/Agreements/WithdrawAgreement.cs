using MassTransit;
using Metropool.Hosting;
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
        var outcome = await db.InTransactionAsync<Application>(
            async token =>
            {
                if (await db.Applications.OwnedBy(caller).WithParts().SingleOrDefaultAsync(a => a.Id == id, token) is not { } application)
                {
                    return Refusals.ApplicationUnknown;
                }

                if (application.WithdrawAgreement(clock.GetUtcNow()).IsRefused(out var refusal, out var changed))
                {
                    return refusal;
                }

                await publish.Publish(changed, token);
                // Saved first, because mails are withdrawn by SQL, which doesn't see unsaved changes.
                await db.SaveChangesAsync(token);
                await mails.WithdrawAsync(application, token);
                return application;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var updated)
            ? refused.ToProblem()
            : TypedResults.Ok(await db.DetailAsync(updated, clock.Today, cancellationToken));
    }
}
