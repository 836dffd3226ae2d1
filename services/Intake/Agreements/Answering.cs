using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Mail.Links;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Agreements;

/// <summary>What an employer answers through the API or behind a mailed link: one answer at a time.</summary>
internal sealed class Answering(IntakeDbContext db, IPublishEndpoint publish, AgreementMails mails, MailedLinks links, ProgrammeClock clock)
{
    /// <summary>Answers, and tells the candidate that there is an answer.</summary>
    /// <param name="id">The agreement.</param>
    /// <param name="reachable">Those that who answers reaches.</param>
    /// <param name="answer">The answer, to what stands under the lock.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Results<Ok<AgreementDetail>, ProblemHttpResult>> AnswerAsync(
        Guid id, IQueryable<EmployerAgreement> reachable, Func<Application, Edition, EditionTerms, DateTimeOffset, Outcome<ApplicationChanged>> answer, CancellationToken cancellationToken)
    {
        var refusal = await db.InTransactionAsync(
            async token =>
            {
                if (await AnswerInTransactionAsync(id, reachable, answer, token) is { } refused)
                {
                    return refused;
                }

                // Behind the link it would be answered again.
                var application = await db.Applications.SingleAsync(a => a.Agreements.Any(agreement => agreement.Id == id), token);
                await mails.WithdrawAsync(application, token);
                return null;
            },
            cancellationToken);
        if (refusal is not null)
        {
            return refusal.ToProblem();
        }

        return TypedResults.Ok(await db.AgreementDetailAsync(id, reachable, cancellationToken) ?? throw new InvalidOperationException("What was answered is there for who answered."));
    }

    /// <summary>Answers behind a mailed link, which is used up with the answer.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public Task<Refusal?> AnswerByLinkAsync(
        string code,
        Guid id,
        Func<Application, Edition, EditionTerms, DateTimeOffset, Outcome<ApplicationChanged>> answer,
        CancellationToken cancellationToken) =>
        // The answer first: it takes its locks in the order in which asking again does, which ends the link.
        db.InTransactionAsync(
            async token => await AnswerInTransactionAsync(id, db.Agreements, answer, token)
                ?? (await links.UseAsync(code, token) ? null : Refusals.AgreementUnknown),
            cancellationToken);

    private async Task<Refusal?> AnswerInTransactionAsync(
        Guid id, IQueryable<EmployerAgreement> reachable, Func<Application, Edition, EditionTerms, DateTimeOffset, Outcome<ApplicationChanged>> answer, CancellationToken cancellationToken)
    {
        if (await reachable.Where(a => a.Id == id).Join(db.Applications, a => a.ApplicationId, a => a.Id, (_, a) => new { a.Id, a.EditionId }).SingleOrDefaultAsync(cancellationToken) is not { } asked)
        {
            return Refusals.AgreementUnknown;
        }

        // What is agreed to is what stands there at this moment: the terms don't change until it is saved. They are locked first, as decisions do.
        var terms = await db.LockTermsAsync(asked.EditionId, cancellationToken);
        await db.LockApplicationAsync(asked.Id, cancellationToken);
        var application = await db.Applications.SingleAsync(a => a.Id == asked.Id, cancellationToken);
        var edition = await db.Editions.SingleAsync(e => e.Id == asked.EditionId, cancellationToken);
        if (answer(application, edition, terms, clock.GetUtcNow()).IsRefused(out var refusal, out var changed))
        {
            return refusal;
        }

        await publish.Publish(changed, cancellationToken);
        await publish.TellAsync(application.PersonId, Notice.AgreementAnswered(edition.Name), clock.GetUtcNow(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }
}
