using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Organisations;

/// <summary>Connects employers that candidates entered by name to organisations. The caller publishes the new state of the application, and saves.</summary>
internal sealed class EmployerMatcher(IntakeDbContext db, IPublishEndpoint publish, AgreementMails mails, ProgrammeClock clock)
{
    /// <summary>Connects the current and later employers whose entered names are those of organisations.</summary>
    /// <param name="application">The application.</param>
    /// <param name="notify">Whether the contacts are notified of an open request; false if the caller repeats the request.</param>
    /// <param name="cancellationToken"></param>
    /// <returns>The new state; null if no employer was connected.</returns>
    public async Task<ApplicationChanged?> ConnectByNameAsync(Application application, bool notify, CancellationToken cancellationToken)
    {
        ApplicationChanged? state = null;
        foreach (var employer in application.Employers.Unconnected(clock.Today).ToList())
        {
            if (await db.OrganisationWithKeyAsync(employer.NameKey!, cancellationToken) is { } organisation
                && !(await ConnectAsync(application, employer, organisation, Actor.System, notify, cancellationToken)).IsRefused(out _, out var changed))
            {
                state = changed;
            }
        }

        return state;
    }

    /// <summary>
    /// Connects an employer, its nominations and the agreements that were requested of it to an organisation, and notifies its contacts of an open request. The
    /// mailed link ends. If it has no contact, or agreed through a mailed link, the candidate is notified.
    /// </summary>
    /// <param name="application">The application.</param>
    /// <param name="employer">The employer; null if none is known by name only.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="by">The programme manager, or the system.</param>
    /// <param name="notify">Whether the contacts are notified.</param>
    /// <param name="cancellationToken"></param>
    public async Task<Outcome<ApplicationChanged>> ConnectAsync(
        Application application, Employment? employer, Organisation organisation, Actor by, bool notify, CancellationToken cancellationToken)
    {
        var (key, before) = (employer?.NameKey, application.Agreement?.Status);
        if (application.ConnectEmployer(employer, organisation, by, clock.GetUtcNow()).IsRefused(out var refusal, out var changed))
        {
            return refusal;
        }

        await ConnectNominationsAsync(application, key, organisation, cancellationToken);
        if (application.Agreement is { } agreement && agreement.OrganisationId == organisation.Id)
        {
            await NotifyAsync(application, agreement, before, organisation, notify, cancellationToken);
        }

        return changed;
    }

    private async Task NotifyAsync(
        Application application,
        EmployerAgreement agreement,
        AgreementStatus? before,
        Organisation organisation,
        bool notify,
        CancellationToken cancellationToken)
    {
        if (agreement.IsRequested)
        {
            await mails.WithdrawAsync(application, cancellationToken);
        }

        var edition = await db.Editions.Where(e => e.Id == application.EditionId).Select(e => e.Name).SingleAsync(cancellationToken);
        if (notify && before == AgreementStatus.Granted && !agreement.IsGranted)
        {
            await publish.NotifyCandidateAsync(application.PersonId, Notice.AgreementToBeRequestedAgain(edition), clock.GetUtcNow(), cancellationToken);
        }
        else if (notify && agreement.IsRequested && organisation.HasContact)
        {
            await NotifyContactsAsync(application, organisation.Id, edition, agreement.ExpiresAt, cancellationToken);
        }
        else if (notify && agreement.IsRequested)
        {
            await publish.NotifyCandidateAsync(application.PersonId, Notice.EmployerHasNoContact(edition), clock.GetUtcNow(), cancellationToken);
        }
    }

    private async Task ConnectNominationsAsync(Application application, string? key, Organisation organisation, CancellationToken cancellationToken)
    {
        var nominations = await db.Nominations
            .Where(n => n.ApplicationId == application.Id && (n.OrganisationId == null || n.OrganisationId == organisation.Id))
            .OrderBy(n => n.Id).ToListAsync(cancellationToken);
        foreach (var nomination in nominations.Where(n => n.OrganisationId is null && TextPolicy.ComparisonKey(n.EmployerName) == key))
        {
            nomination.Connect(organisation);
        }

        if (nominations.FindLast(nomination => nomination.OrganisationId == organisation.Id) is { } last)
        {
            application.Agreements.LinkNomination(last);
        }
    }

    private async Task NotifyContactsAsync(
        Application application, Guid organisationId, string edition, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var lastDay = ProgrammeClock.DayOf(expiresAt);
        var days = Math.Max(1, lastDay.DayNumber - clock.Today.DayNumber);
        await publish.NotifyEmployerAsync(
            organisationId, application.PersonId, Notice.AgreementRequested(edition, lastDay, days), clock.GetUtcNow(), cancellationToken);
    }
}
