using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Replicas;
using Metropool.Mail.Links;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Agreements;

/// <summary>Grants or refuses an agreement. The application and the terms are locked.</summary>
internal delegate Outcome<ApplicationChanged> AgreementResponse(Application application, Edition edition, EditionTerms terms, DateTimeOffset now);

/// <summary>Records the response of an employer, through the API or a mailed link, and notifies the candidate.</summary>
internal sealed class AgreementResponses(IntakeDbContext db, IPublishEndpoint publish, AgreementMails mails, OneTimeLinks links, ProgrammeClock clock)
{
    /// <summary>Records a response through the API.</summary>
    /// <param name="id">The agreement.</param>
    /// <param name="visible">The agreements that are visible to the caller.</param>
    /// <param name="response">The response.</param>
    /// <param name="cancellationToken"></param>
    public async Task<Results<Ok<AgreementDetail>, ProblemHttpResult>> RespondAsync(
        Guid id, IQueryable<EmployerAgreement> visible, AgreementResponse response, CancellationToken cancellationToken)
    {
        var refusal = await db.InTransactionAsync(
            async token =>
            {
                if (await RespondInTransactionAsync(id, visible, response, token) is { } refused)
                {
                    return refused;
                }

                // Else the mailed link would accept a second response.
                var application = await db.Applications.WithParts().SingleAsync(a => a.Agreements.Any(agreement => agreement.Id == id), token);
                await mails.WithdrawAsync(application, token);
                return null;
            },
            cancellationToken);
        return refusal is null
            ? TypedResults.Ok((await db.AgreementDetailAsync(id, visible, cancellationToken))!)
            : refusal.ToProblem();
    }

    /// <summary>Records a response through a mailed link, which can't be used again.</summary>
    /// <returns>The refusal; null when the response is recorded.</returns>
    public Task<Refusal?> RespondByLinkAsync(string code, Guid id, AgreementResponse response, CancellationToken cancellationToken) =>
        // The response is recorded before the link is used, so that locks are taken in the same order as for a new request.
        db.InTransactionAsync(
            async token => await RespondInTransactionAsync(id, db.Agreements, response, token)
                ?? (await links.UseAgreementLinkAsync(code, token) ? null : Refusals.AgreementUnknown),
            cancellationToken);

    private async Task<Refusal?> RespondInTransactionAsync(
        Guid id, IQueryable<EmployerAgreement> visible, AgreementResponse response, CancellationToken cancellationToken)
    {
        var found = await visible.Where(agreement => agreement.Id == id)
            .Join(db.Applications, agreement => agreement.ApplicationId, a => a.Id, (_, a) => new { a.Id, a.EditionId })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return Refusals.AgreementUnknown;
        }

        // The employer agrees to the terms of this moment, so they are locked until it is saved; before the application, as decisions do.
        var terms = await db.LockTermsAsync(found.EditionId, cancellationToken);
        await db.LockApplicationAsync(found.Id, cancellationToken);
        var application = await db.Applications.WithParts().SingleAsync(a => a.Id == found.Id, cancellationToken);
        var edition = await db.Editions.SingleAsync(e => e.Id == found.EditionId, cancellationToken);
        if (response(application, edition, terms, clock.GetUtcNow()).IsRefused(out var refusal, out var changed))
        {
            return refusal;
        }

        await publish.Publish(changed, cancellationToken);
        await publish.NotifyCandidateAsync(application.PersonId, Notice.AgreementAnswered(edition.Name), clock.GetUtcNow(), cancellationToken);

        // Saved before a mailed link is ended by SQL, so that locks are taken in the same order as for a new request.
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }
}
