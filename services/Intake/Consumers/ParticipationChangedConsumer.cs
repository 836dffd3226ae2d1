using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Erasure;
using Metropool.Intake.Offers;
using Metropool.Intake.Organisations;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>
/// Applies the state of a participation. A place that became available is offered to the waiting list. A transfer that waits for a place is answered (R15).
/// </summary>
internal sealed class ParticipationChangedConsumer(IntakeDbContext db, PlaceAllocator allocator, EmployerMatcher matcher, ProgrammeClock clock)
    : IConsumer<ParticipationChanged>
{
    public async Task Consume(ConsumeContext<ParticipationChanged> context)
    {
        var (state, token) = (context.Message, context.CancellationToken);
        // The participation of an erased person still takes a place, but isn't linked to an application.
        state = await db.IsErasedAsync(state.PersonId, token) ? state with { ApplicationId = Guid.Empty } : state;
        var participation = await db.FindOrAddAsync(state.ParticipationId, id => new Participation { Id = id }, token);
        // Until the participation is known, its application takes the place.
        List<Guid> placesBefore = participation.Version == 0
            ? await db.Applications.Where(a => a.Id == state.ApplicationId).Select(a => a.EditionId).ToListAsync(token)
            : [.. participation.Places];
        participation.Apply(state);
        await ConnectEmployersAsync(context);
        await db.SaveChangesAsync(token);

        // The editions in which it no longer takes a place.
        var available = placesBefore.Except(participation.Places).ToList();
        await db.LockTermsAsync([.. available, .. participation.TransferTo is { } to ? new[] { to } : []], token);
        await AnswerTransferAsync(context, participation);
        foreach (var editionId in available)
        {
            await allocator.OfferAvailablePlacesAsync(editionId, token);
        }
    }

    // After admission Scheduling connects an employer that is known by name only. Then its agreement becomes visible to it here.
    private async Task ConnectEmployersAsync(ConsumeContext<ParticipationChanged> context)
    {
        var token = context.CancellationToken;
        foreach (var period in context.Message.Employers)
        {
            if (period is { OrganisationId: { } organisationId, AgreementId: { } agreementId }
                && await db.Applications.WithParts().SingleOrDefaultAsync(
                    a => a.Agreements.Any(agreement => agreement.Id == agreementId && agreement.OrganisationId == null), token) is { } application
                && application.Employers.FirstOrDefault(e => e.OrganisationId is null && e.From == period.From) is { } employer)
            {
                // Its event hasn't arrived yet. The exception makes the consumer retry.
                var organisation = await db.Organisations.SingleOrDefaultAsync(o => o.Id == organisationId, token)
                    ?? throw new InvalidOperationException($"Organisation {organisationId} of participation {context.Message.ParticipationId} is unknown.");
                var outcome = await matcher.ConnectAsync(application, employer, organisation, Actor.System, notify: false, token);
                if (!outcome.IsRefused(out _, out var changed))
                {
                    await context.Publish(changed, token);
                }
            }
        }
    }

    // A state that is received again is answered again, because the first answer may have been lost.
    private async Task AnswerTransferAsync(ConsumeContext<ParticipationChanged> context, Participation participation)
    {
        if (participation is not { TransferRequestId: { } requestId, TransferTo: { } editionId }
            || context.Message.PendingTransfer?.RequestId != requestId)
        {
            return;
        }

        if (participation.TransferGranted is null)
        {
            participation.AnswerTransfer(await HasPlaceAsync(editionId, context.CancellationToken));
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

    // Whether a participation can be transferred to the edition (R15), under the lock of the terms. While the edition accepts applications, its waiting list
    // comes first.
    private async Task<bool> HasPlaceAsync(Guid editionId, CancellationToken cancellationToken)
    {
        if (await db.Editions.SingleOrDefaultAsync(e => e.Id == editionId, cancellationToken) is not { IsOpen: true } edition)
        {
            return false;
        }

        var terms = await db.EditionTerms.SingleAsync(t => t.EditionId == editionId, cancellationToken);
        var places = await db.CountPlacesAsync(terms, null, clock.GetUtcNow(), cancellationToken);
        return edition.AcceptsApplications(clock.Today) ? places.IsAvailable : places.Free > 0;
    }
}
