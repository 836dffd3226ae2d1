using MassTransit;
using Metropool.Contracts.Assessment;
using Metropool.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Assessments;

/// <summary>Publishes the state of every assessment file again.</summary>
internal sealed class AssessmentAnnouncer(AssessmentDbContext db) : IAnnouncer
{
    private const int BatchSize = 200;

    public async Task<int> AnnounceAsync(IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var (count, last) = (0, Guid.Empty);
        while (true)
        {
            var batch = await db.Assessments.WithParts()
                .Where(file => file.Version > 0 && file.Id > last)
                .OrderBy(file => file.Id)
                .Take(BatchSize)
                .ToListAsync(cancellationToken);
            if (batch.Count == 0)
            {
                return count;
            }

            foreach (var file in batch)
            {
                await publish.Publish(file.State(AssessmentChange.Updated), cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
            (count, last) = (count + batch.Count, batch[^1].Id);
        }
    }
}
