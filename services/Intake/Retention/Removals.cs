using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Mail;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Retention;

/// <summary>Removes applications with all that hangs on them, in the caller's transaction. A count remains.</summary>
internal sealed class Removals(IntakeDbContext db, IPublishEndpoint publish, IKeptAnswers answers, ProgrammeClock clock)
{
    /// <param name="applications">Which, tracked, and locked where a place depends on them.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task RemoveAsync(IReadOnlyCollection<Application> applications, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. applications.Select(application => application.Id)];
        Guid[] editionIds = [.. applications.Select(application => application.EditionId).Distinct()];
        var editions = await db.Editions.AsNoTracking().Where(edition => editionIds.Contains(edition.Id)).ToDictionaryAsync(edition => edition.Id, cancellationToken);
        var participations = await db.Participations.Where(participation => ids.Contains(participation.ApplicationId)).ToListAsync(cancellationToken);

        await CountAsync(applications, cancellationToken);
        foreach (var application in applications)
        {
            var participation = participations.FirstOrDefault(p => p.ApplicationId == application.Id);
            var last = application.Leave(participation, editions[application.EditionId], clock.GetUtcNow(), clock.Today);
            participation?.Detach(left: application.Status != ApplicationStatus.Admitted);
            if (last is not null)
            {
                // As the type that it is, and not as its base.
                await publish.Publish((object)last, cancellationToken);
            }

            await answers.ForgetAsync(application.Id, cancellationToken);
        }

        // A link or a mail to an employer about one of them, or to them. Agreements and offers go with the application.
        Guid[] nominations = [.. await db.Nominations.Where(nomination => ids.Contains(nomination.ApplicationId!.Value)).Select(nomination => nomination.Id).ToListAsync(cancellationToken)];
        Guid[] asked = [.. applications.SelectMany(application => application.Agreements).Select(agreement => agreement.Id), .. nominations];
        await db.Set<MailedLink>().Where(link => asked.Contains(link.SubjectId)).ExecuteDeleteAsync(cancellationToken);
        await db.DiscardMailAboutAsync([.. ids, .. nominations], cancellationToken);
        await db.Nominations.Where(nomination => nominations.Contains(nomination.Id)).ExecuteDeleteAsync(cancellationToken);
        foreach (var nomination in nominations)
        {
            await answers.ForgetAsync(nomination, cancellationToken);
        }

        await db.History.Where(entry => ids.Contains(entry.ApplicationId)).ExecuteDeleteAsync(cancellationToken);
        await db.Interviews.Where(interview => ids.Contains(interview.ApplicationId)).ExecuteDeleteAsync(cancellationToken);
        db.RemoveRange(applications);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task CountAsync(IEnumerable<Application> applications, CancellationToken cancellationToken)
    {
        // In one order, so that two that count at once don't wait for each other.
        foreach (var group in applications.GroupBy(application => (application.EditionId, Outcome: application.Status.ToString())).OrderBy(group => group.Key.EditionId).ThenBy(group => group.Key.Outcome, StringComparer.Ordinal))
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO removed_applications (edition_id, outcome, count) VALUES ({group.Key.EditionId}, {group.Key.Outcome}, {group.Count()})
                ON CONFLICT (edition_id, outcome) DO UPDATE SET count = removed_applications.count + excluded.count
                """,
                cancellationToken);
        }
    }
}
