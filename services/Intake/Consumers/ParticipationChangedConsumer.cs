using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Erasure;
using Metropool.Intake.Offers;
using Metropool.Intake.Organisations;
using Metropool.Intake.Participations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>Keeps the copy of a participation: whether it still takes a place. One that comes free is offered. One that is to go over to another edition is told whether there is a place (R15).</summary>
internal sealed class ParticipationChangedConsumer(IntakeDbContext db, FreePlaces freePlaces, EmployerConnections connections, ProgrammeClock clock)
    : IConsumer<ParticipationChanged>
{
    public async Task Consume(ConsumeContext<ParticipationChanged> context)
    {
        var (state, cancellationToken) = (context.Message, context.CancellationToken);
        var participation = await db.Participations.SingleOrDefaultAsync(p => p.Id == state.ParticipationId, cancellationToken);
        // Before anything is known of it, the place is the application's.
        List<Guid> before = participation is null
            ? await db.Applications.Where(a => a.Id == state.ApplicationId).Select(a => a.EditionId).ToListAsync(cancellationToken)
            : [.. participation.Places];
        if (participation is null)
        {
            participation = new Participation { Id = state.ParticipationId };
            db.Add(participation);
        }

        // Of somebody who was erased it counts that there is a participation, and not whose.
        participation.Apply(state, await db.IsErasedAsync(state.PersonId, cancellationToken) ? Guid.Empty : state.ApplicationId);
        await ConnectEmployersAsync(context);
        await db.SaveChangesAsync(cancellationToken);
        var free = before.Except(participation.Places).ToList();
        await db.LockTermsAsync([.. free, .. participation.TransferTo is { } to ? new[] { to } : []], cancellationToken);
        await AnswerTransferAsync(context, participation);
        foreach (var editionId in free)
        {
            await freePlaces.OfferAsync(editionId, cancellationToken);
        }
    }

    // After admission an employer that is known by name only is connected in Scheduling. What it agreed to becomes visible to it here.
    private async Task ConnectEmployersAsync(ConsumeContext<ParticipationChanged> context)
    {
        var cancellationToken = context.CancellationToken;
        foreach (var period in context.Message.Employers)
        {
            if (period is { OrganisationId: { } organisationId, AgreementId: { } agreementId }
                && await db.Applications.SingleOrDefaultAsync(
                    a => a.Agreements.Any(agreement => agreement.Id == agreementId && agreement.OrganisationId == null), cancellationToken) is { } application
                && application.Employers.FirstOrDefault(e => e.OrganisationId is null && e.From == period.From) is { } employer)
            {
                // Registered in Identity, and on its way: with another try it is here.
                var organisation = await db.Organisations.SingleOrDefaultAsync(o => o.Id == organisationId, cancellationToken)
                    ?? throw new InvalidOperationException($"Organisation {organisationId} of participation {context.Message.ParticipationId} isn't here.");
                var outcome = await connections.ConnectAsync(application, employer, organisation, Actor.Calendar, notify: false, cancellationToken);
                if (!outcome.IsRefused(out _, out var changed))
                {
                    await context.Publish(changed, cancellationToken);
                }
            }
        }
    }

    // Told again where the state is: the answer may have been lost.
    private async Task AnswerTransferAsync(ConsumeContext<ParticipationChanged> context, Participation participation)
    {
        if (participation is not { TransferRequestId: { } requestId, TransferTo: { } editionId } || context.Message.TransferAwaited?.RequestId != requestId)
        {
            return;
        }

        if (participation.TransferGranted is null)
        {
            participation.AnswerTransfer(await IsThereAPlaceAsync(editionId, context.CancellationToken));
            await db.SaveChangesAsync(context.CancellationToken);
        }

        var answer = new TransferPlaceAnswered
        {
            RequestId = requestId,
            Version = 1,
            OccurredAt = clock.GetUtcNow(),
            ParticipationId = participation.Id,
            EditionId = editionId,
            Granted = participation.TransferGranted == true,
        };
        await context.Publish(answer, context.CancellationToken);
    }

    // Under the lock of its terms. Who waits in line comes before, while the edition still admits candidates.
    private async Task<bool> IsThereAPlaceAsync(Guid editionId, CancellationToken cancellationToken)
    {
        if (await db.Editions.SingleOrDefaultAsync(e => e.Id == editionId, cancellationToken) is not { IsOpen: true } edition)
        {
            return false;
        }

        var places = await db.PlacesAsync(await db.EditionTerms.SingleAsync(terms => terms.EditionId == editionId, cancellationToken), null, clock.GetUtcNow(), cancellationToken);
        return edition.AcceptsApplications(clock.Today) ? places.OneIsFree : places.Free > 0;
    }
}
