using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Mail;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Retention;

/// <summary>Removes applications with everything that belongs to them, in the caller's transaction, and counts them.</summary>
internal sealed class ApplicationRemoval(IntakeDbContext db, IPublishEndpoint publish, IStoredResponses responses, ProgrammeClock clock)
{
    /// <param name="applications">The applications, tracked; locked where the number of places taken depends on them.</param>
    /// <param name="cancellationToken"></param>
    public async Task RemoveAsync(IReadOnlyCollection<Application> applications, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. applications.Select(application => application.Id)];
        Guid[] editionIds = [.. applications.Select(application => application.EditionId).Distinct()];
        var editions = await db.Editions.AsNoTracking()
            .Where(edition => editionIds.Contains(edition.Id)).ToDictionaryAsync(edition => edition.Id, cancellationToken);
        var participations = await db.Participations.Where(participation => ids.Contains(participation.ApplicationId)).ToListAsync(cancellationToken);

        await CountAsync(applications, cancellationToken);
        foreach (var application in applications)
        {
            var participation = participations.Find(p => p.ApplicationId == application.Id);
            var removed = application.Remove(participation, editions[application.EditionId], clock.GetUtcNow());
            participation?.Detach(left: application.Status != ApplicationStatus.Admitted);
            if (removed is not null)
            {
                await publish.Publish(removed, cancellationToken);
            }
        }

        var nominations = await db.Nominations.Where(nomination => ids.Contains(nomination.ApplicationId!.Value))
            .Select(nomination => nomination.Id).ToListAsync(cancellationToken);
        foreach (var id in ids.Concat(nominations))
        {
            await responses.EraseAsync(id, cancellationToken);
        }

        // The links and mails to employers and candidates. Agreements and offers are deleted with the application.
        Guid[] linked = [.. applications.SelectMany(application => application.Agreements).Select(agreement => agreement.Id), .. nominations];
        await db.Set<OneTimeLink>().Where(link => linked.Contains(link.SubjectId)).ExecuteDeleteAsync(cancellationToken);
        await db.DiscardMailAboutAsync([.. ids, .. nominations], cancellationToken);
        await db.Nominations.Where(nomination => nominations.Contains(nomination.Id)).ExecuteDeleteAsync(cancellationToken);
        await db.History.Where(entry => ids.Contains(entry.ApplicationId)).ExecuteDeleteAsync(cancellationToken);
        await db.Interviews.Where(interview => ids.Contains(interview.ApplicationId)).ExecuteDeleteAsync(cancellationToken);
        db.RemoveRange(applications);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task CountAsync(IEnumerable<Application> applications, CancellationToken cancellationToken)
    {
        // Sorted, so that two transactions that count at once can't deadlock.
        var counts = applications.CountBy(application => (application.EditionId, Outcome: application.Status.ToString()))
            .OrderBy(count => count.Key.EditionId).ThenBy(count => count.Key.Outcome, StringComparer.Ordinal);
        foreach (var ((editionId, outcome), count) in counts)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO removed_applications (edition_id, outcome, count) VALUES ({editionId}, {outcome}, {count})
                ON CONFLICT (edition_id, outcome) DO UPDATE SET count = removed_applications.count + excluded.count
                """,
                cancellationToken);
        }
    }
}
