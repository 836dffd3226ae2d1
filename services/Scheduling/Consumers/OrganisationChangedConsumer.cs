using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Scheduling.Participations;
using Metropool.Scheduling.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Consumers;

/// <summary>Applies an organisation, and connects it to employers that are known by its name only.</summary>
internal sealed class OrganisationChangedConsumer(SchedulingDbContext db, ProgrammeClock clock) : IConsumer<OrganisationChanged>
{
    public async Task Consume(ConsumeContext<OrganisationChanged> context)
    {
        var (state, cancellationToken) = (context.Message, context.CancellationToken);
        var organisation = await db.FindOrAddAsync(state.OrganisationId, id => new Organisation(id), cancellationToken);
        var formerKey = organisation.NameKey;
        if (!organisation.Apply(state))
        {
            return;
        }

        await db.SaveChangesAsync(cancellationToken);
        // A former name may now belong to another organisation, which is connected then.
        foreach (var key in new[] { formerKey, organisation.NameKey }.Distinct().Where(key => key.Length > 0))
        {
            await ConnectAsync(context, key);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task ConnectAsync(ConsumeContext<OrganisationChanged> context, string key)
    {
        if (await db.FindOrganisationByKeyAsync(key, context.CancellationToken) is not { } organisation)
        {
            return;
        }

        var participations = await db.Participations.WithParts()
            .Where(p => p.Status != ParticipationStatus.Ended && p.Status != ParticipationStatus.Completed)
            .Where(p => p.Employers.Any(e => e.OrganisationId == null && e.NameKey == key))
            .OrderBy(p => p.Id).ToListAsync(context.CancellationToken);
        foreach (var participation in participations)
        {
            if (participation.ConnectEmployersByName(organisation, clock.GetUtcNow()) is { } changed)
            {
                await context.Publish(changed, context.CancellationToken);
            }
        }
    }
}
