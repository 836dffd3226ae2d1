using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Applications;
using Metropool.Intake.Nominations;
using Metropool.Intake.Organisations;
using Metropool.Intake.Successions;
using Metropool.Mail;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Agreements;

/// <summary>
/// Marks an agreement, a nomination or a held place whose link can't be delivered. Else the candidate, the employer and the team would wait for a response
/// of a recipient who never got the link.
/// </summary>
internal sealed class UndeliverableMailHandler(IntakeDbContext db, IPublishEndpoint publish, ProgrammeClock clock) : IUndeliverableMailHandler
{
    public async Task HandleAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (mail is not { DataSubjectId: { } id, Recipient: { } recipient })
        {
            return;
        }

        switch (mail.Kind)
        {
            case MailKinds.Agreement:
                await MarkAgreementAsync(id, recipient, cancellationToken);
                break;
            case MailKinds.Nomination:
                await db.Nominations.Where(n => n.Id == id && n.Status == NominationStatus.Open)
                    .ExecuteUpdateAsync(set => set.SetProperty(n => n.Undeliverable, true), cancellationToken);
                break;
            case MailKinds.Succession:
                await db.Successions.Where(s => s.Id == id && s.State == SuccessionState.Held)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.Undeliverable, true), cancellationToken);
                break;
        }
    }

    private async Task MarkAgreementAsync(Guid applicationId, string recipient, CancellationToken cancellationToken)
    {
        var organisationId = await db.Applications.Where(a => a.Id == applicationId)
            .Select(a => a.EmployerOrganisationId).SingleOrDefaultAsync(cancellationToken);
        await db.LockOrganisationAsync(organisationId, cancellationToken);
        await db.LockApplicationAsync(applicationId, cancellationToken);

        // The application may be removed by now, or the request repeated with another address.
        var application = await db.Applications.WithParts().SingleOrDefaultAsync(a => a.Id == applicationId, cancellationToken);
        if (application?.Agreement?.ContactEmail != recipient
            || !application.MarkAgreementUndeliverable(await db.HasContactAsync(application.EmployerOrganisationId, cancellationToken), clock.GetUtcNow()))
        {
            return;
        }

        var edition = await db.Editions.Where(e => e.Id == application.EditionId).Select(e => e.Name).SingleAsync(cancellationToken);
        await publish.NotifyCandidateAsync(application.PersonId, Notice.EmployerNotNotified(edition), clock.GetUtcNow(), cancellationToken);
    }
}
