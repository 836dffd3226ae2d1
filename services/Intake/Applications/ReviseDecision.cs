using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Offers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class ReviseDecision
{
    public static Task<Results<Ok<DecisionMade>, ProblemHttpResult>> HandleAsync(
        Guid id,
        DecisionRequest request,
        IfMatch ifMatch,
        Caller caller,
        IntakeDbContext db,
        IPublishEndpoint publish,
        FreePlaces freePlaces,
        AgreementMails mails,
        ProgrammeClock clock,
        CancellationToken cancellationToken) =>
        DecideOnApplication.DecideAsync(id, ifMatch, caller, db, publish, freePlaces, mails, clock, async (application, by, edition, terms, places) =>
        {
            if (application.Status == ApplicationStatus.Rejected
                && await db.Applications.AnyAsync(a => a.PersonId == application.PersonId && a.EditionId == edition.Id && !Application.Closed.Contains(a.Status), cancellationToken))
            {
                return Refusals.AppliedAgain;
            }

            var participation = await db.Participations.FirstOrDefaultAsync(p => p.ApplicationId == id, cancellationToken);
            return application.Revise(request, by, edition, terms, places, participation, clock.GetUtcNow(), clock.Today);
        }, cancellationToken);
}
