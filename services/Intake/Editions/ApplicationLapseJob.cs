using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Intake.Applications;
using Metropool.Intake.Replicas;
using Metropool.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

/// <summary>Ends applications of cancelled editions that were started while the cancellation was processed.</summary>
internal sealed class ApplicationLapseJob(IntakeDbContext db, EditionCancellation cancellation) : IJob
{
    public static string Name => "lapse applications of cancelled editions";

    /// <returns>The number of editions.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var editions = await DueAsync(cancellationToken);
        foreach (var edition in editions)
        {
            await db.InTransactionAsync(token => cancellation.LapseApplicationsAsync(edition, notifyAdmitted: false, token), cancellationToken);
        }

        return editions.Count;
    }

    private async Task<List<Edition>> DueAsync(CancellationToken cancellationToken)
    {
        using var untraced = JobTraces.Suppress();
        return await db.Editions
            .Where(edition => edition.Status == EditionStatus.Cancelled && db.Applications.Any(
                a => a.EditionId == edition.Id && a.Status != ApplicationStatus.Admitted && !Application.Closed.Contains(a.Status)))
            .ToListAsync(cancellationToken);
    }
}
