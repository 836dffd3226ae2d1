using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Erasure;
using Metropool.Intake.Interests;
using Metropool.Intake.Offers;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>
/// Keeps the copy of an edition. Its terms begin with it, as the settings say. Whoever is interested is told that it is open; where it is cancelled its applications
/// lapse, and everybody is told.
/// </summary>
internal sealed class EditionChangedConsumer(IntakeDbContext db, InterestNews news, FreePlaces freePlaces, IntakeSettings settings, ProgrammeClock clock) : IConsumer<EditionChanged>
{
    public async Task Consume(ConsumeContext<EditionChanged> context)
    {
        var state = await db.WithoutErasedAsync(context.Message, context.CancellationToken);
        var edition = await db.Editions.SingleOrDefaultAsync(e => e.Id == state.EditionId, context.CancellationToken);
        if (edition is null)
        {
            edition = new Edition { Id = state.EditionId };
            db.Add(edition);
            db.Add(EditionTerms.Default(state.EditionId, settings));
        }

        var before = edition.Status;
        if (edition.Apply(state))
        {
            await news.TellAsync(edition, context.CancellationToken);
        }

        await db.SaveChangesAsync(context.CancellationToken);
        if (edition.Status == EditionStatus.Cancelled)
        {
            await LapseAsync(context, edition, now: before != EditionStatus.Cancelled);
        }
    }

    /// <summary>Looks at how the edition stands, and not at what happened: an application that was started at that very moment lapses with the next state of the edition.</summary>
    private async Task LapseAsync(ConsumeContext context, Edition edition, bool now)
    {
        var (at, cancellationToken) = (clock.GetUtcNow(), context.CancellationToken);
        await freePlaces.OfferAsync(edition.Id, cancellationToken);
        var ids = await db.Applications.Where(a => a.EditionId == edition.Id && !Application.Closed.Contains(a.Status)).Select(a => a.Id).ToListAsync(cancellationToken);
        foreach (var application in await db.HoldAsync(ids, cancellationToken))
        {
            if (application.Lapse(at))
            {
                if (application.SubmittedAt is not null)
                {
                    await context.Publish(application.State<ApplicationChanged>(), cancellationToken);
                }

                await context.TellAsync(application.PersonId, Notice.Lapsed(edition.Name), at, cancellationToken);
            }
            else if (now)
            {
                // Admitted: nothing changes yet, but they hear of it like the others, once.
                await context.TellAsync(application.PersonId, Notice.Lapsed(edition.Name), at, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
