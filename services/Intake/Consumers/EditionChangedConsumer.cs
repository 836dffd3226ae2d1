using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Intake.Editions;
using Metropool.Intake.Erasure;
using Metropool.Intake.Interests;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Consumers;

/// <summary>
/// Applies the state of an edition, with default terms for a new one. Notifies the interested addresses when it opens; when it is cancelled its applications
/// lapse.
/// </summary>
internal sealed class EditionChangedConsumer(
    IntakeDbContext db, InterestNotifications notifications, EditionCancellation cancellation, IntakeSettings settings) : IConsumer<EditionChanged>
{
    public async Task Consume(ConsumeContext<EditionChanged> context)
    {
        var token = context.CancellationToken;
        var state = await db.WithoutErasedAsync(context.Message, token);
        var edition = await db.FindOrAddAsync(state.EditionId, id => new Edition { Id = id }, token);
        if (edition.Version == 0)
        {
            db.Add(EditionTerms.Default(state.EditionId, settings));
        }

        var before = edition.Status;
        if (edition.Apply(state))
        {
            await notifications.NotifyAsync(edition, token);
        }

        await db.SaveChangesAsync(token);
        if (edition.Status == EditionStatus.Cancelled)
        {
            await cancellation.LapseApplicationsAsync(edition, notifyAdmitted: before != EditionStatus.Cancelled, token);
        }
    }
}
