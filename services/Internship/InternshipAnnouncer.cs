using MassTransit;
using Metropool.Contracts.Internship;
using Metropool.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship;

/// <summary>Publishes the state of every internship file again.</summary>
internal sealed class InternshipAnnouncer(InternshipDbContext db) : IAnnouncer
{
    private const int BatchSize = 100;

    public async Task<int> AnnounceAsync(IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var (count, after) = (0, Guid.Empty);
        while (true)
        {
            var batch = await db.Internships.AsNoTracking()
                .Where(file => file.Id > after)
                .OrderBy(file => file.Id)
                .Take(BatchSize)
                .ToListAsync(cancellationToken);
            foreach (var file in batch)
            {
                await publish.Publish(file.State(InternshipChange.Updated), cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
            count += batch.Count;
            if (batch.Count < BatchSize)
            {
                return count;
            }

            after = batch[^1].Id;
        }
    }
}
