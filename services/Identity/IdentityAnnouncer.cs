using MassTransit;
using Metropool.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity;

/// <summary>Publishes the state of all people, staff and organisations again, and all erasures.</summary>
internal sealed class IdentityAnnouncer(IdentityDbContext db) : IAnnouncer
{
    private const int PageSize = 200;

    public async Task<int> AnnounceAsync(IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var count = 0;
        var organisations = db.Organisations.AsNoTracking().OrderBy(o => o.OrganisationId).AsAsyncEnumerable();
        await foreach (var organisation in organisations.WithCancellation(cancellationToken))
        {
            await publish.Publish(organisation.State(), cancellationToken);
            count++;
        }

        await foreach (var erased in db.ErasedPeople.AsNoTracking().OrderBy(e => e.PersonId).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            await publish.Publish(erased.State(), cancellationToken);
            count++;
        }

        await db.SaveChangesAsync(cancellationToken);
        for (var after = Guid.Empty; ;)
        {
            var page = await db.Users.AsNoTracking()
                .Where(account => account.Id > after).OrderBy(account => account.Id).Take(PageSize).ToListAsync(cancellationToken);
            foreach (var state in page.SelectMany(account => account.State()))
            {
                await publish.Publish(state, cancellationToken);
                count++;
            }

            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
            if (page.Count < PageSize)
            {
                return count;
            }

            after = page[^1].Id;
        }
    }
}
