using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Nominations;
using Metropool.Intake.Organisations;
using Metropool.Intake.Successions;
using Metropool.Mail;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Agreements;

/// <summary>
/// Keeps that a link couldn't be delivered where it is waited for: the candidate, the employer and the team would else wait for an answer of someone who was
/// never asked.
/// </summary>
internal sealed class UndeliverableMails(IntakeDbContext db, IPublishEndpoint publish, ProgrammeClock clock) : IUndeliverableMailHandler
{
    public async Task HandleAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (mail is not { DataSubjectId: { } id, Recipient: { } recipient })
        {
            return;
        }

        switch (mail.Kind)
        {
            case AgreementMails.Kind:
                await MarkAgreementAsync(id, recipient, cancellationToken);
                break;
            case NominationMails.Kind:
                await db.Nominations.Where(n => n.Id == id && n.Status == NominationStatus.Open)
                    .ExecuteUpdateAsync(set => set.SetProperty(n => n.Undeliverable, true), cancellationToken);
                break;
            case SuccessionMails.Kind:
                await db.Successions.Where(s => s.Id == id && s.State == SuccessionState.Held)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.Undeliverable, true), cancellationToken);
                break;
        }
    }

    private async Task MarkAgreementAsync(Guid applicationId, string recipient, CancellationToken cancellationToken)
    {
        var organisationId = await db.Applications.Where(a => a.Id == applicationId)
            .Select(a => a.EmployerOrganisationId).SingleOrDefaultAsync(cancellationToken);
        await db.HoldOrganisationAsync(organisationId, cancellationToken);
        await db.LockApplicationAsync(applicationId, cancellationToken);

        // It may be removed meanwhile, or asked again with another address.
        var application = await db.Applications.SingleOrDefaultAsync(a => a.Id == applicationId, cancellationToken);
        if (application?.Agreement?.ContactEmail != recipient
            || !application.MarkAgreementUndeliverable(await db.HasContactAsync(application.EmployerOrganisationId, cancellationToken), clock.GetUtcNow()))
        {
            return;
        }

        var edition = await db.Editions.Where(e => e.Id == application.EditionId).Select(e => e.Name).SingleAsync(cancellationToken);
        await publish.TellAsync(application.PersonId, Notice.EmployerNotNotified(edition), clock.GetUtcNow(), cancellationToken);
    }
}
