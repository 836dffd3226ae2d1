using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

/// <summary>Publishes the state of every submitted application again.</summary>
internal sealed class ApplicationAnnouncer(IntakeDbContext db) : IAnnouncer
{
    private const int BatchSize = 200;

    public async Task<int> AnnounceAsync(IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var (count, last) = (0, Guid.Empty);
        while (true)
        {
            var batch = await db.Applications.AsNoTracking().WithParts()
                .Where(application => application.SubmittedAt != null && application.Id > last)
                .OrderBy(application => application.Id)
                .Take(BatchSize)
                .ToListAsync(cancellationToken);
            if (batch.Count == 0)
            {
                return count;
            }

            foreach (var application in batch)
            {
                await publish.Publish(application.State(ApplicationChange.Updated), cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
            (count, last) = (count + batch.Count, batch[^1].Id);
        }
    }
}
