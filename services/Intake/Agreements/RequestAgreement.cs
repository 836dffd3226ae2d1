using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Agreements;

/// <summary>A candidate's request for the agreement of their employer.</summary>
internal sealed record AgreementRequest
{
    /// <summary>The contact at the employer.</summary>
    [MaxLength(Limits.Name), Name]
    public string? ContactName { get; init; }

    /// <summary>
    /// The address of the contact, who gets a link and needs no account. Required for an employer that is known by name only, and refused for an employer
    /// with an account.
    /// </summary>
    [MaxLength(EmailAddresses.MaxLength), EmailAddress]
    public string? ContactEmail { get; init; }
}

internal static class RequestAgreement
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        AgreementRequest request,
        Caller caller,
        IntakeDbContext db,
        IPublishEndpoint publish,
        AgreementMails mails,
        EmployerMatcher matcher,
        IntakeSettings settings,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var known = await db.Applications.OwnedBy(caller).Where(a => a.Id == id)
            .Select(a => new { a.EmployerOrganisationId, Name = a.Employers.OrderByDescending(e => e.From).Select(e => e.Name).FirstOrDefault() })
            .SingleOrDefaultAsync(cancellationToken);
        if (known is null)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        var result = await db.InTransactionAsync<Application>(
            async token =>
            {
                var organisation = known.EmployerOrganisationId ?? (await db.OrganisationNamedAsync(known.Name, token))?.Id;
                await db.LockOrganisationAsync(organisation, token);
                await db.LockApplicationAsync(id, token);
                var application = await db.Applications.WithParts().SingleAsync(a => a.Id == id, token);
                // The contacts are notified below.
                await matcher.ConnectByNameAsync(application, notify: false, token);
                var edition = await db.Editions.SingleAsync(e => e.Id == application.EditionId, token);
                var terms = await db.EditionTerms.SingleAsync(t => t.EditionId == edition.Id, token);
                // In memory, because a nomination that was just connected to the organisation isn't saved yet.
                var nominations = await db.Nominations.Where(n => n.ApplicationId == id).OrderBy(n => n.Id).ToListAsync(token);
                var nomination = application.EmployerOrganisationId is { } employerId ? nominations.FindLast(n => n.OrganisationId == employerId) : null;
                var lifetime = TimeSpan.FromDays(settings.AgreementDays);
                var hasContact = await db.HasContactAsync(application.EmployerOrganisationId, token);
                var now = clock.GetUtcNow();
                var outcome = application.RequestAgreement(request, nomination, terms.TermsFor(edition), hasContact, now, lifetime);
                if (outcome.IsRefused(out var refusal, out var changed))
                {
                    return refusal;
                }

                // After the refusals, which send no mail and don't count.
                if (await mails.IsLimitReachedAsync(caller.RequiredPersonId(), request.ContactEmail.NormalizeOrNull(), token))
                {
                    return Refusals.AgreementMailedTooOften;
                }

                await mails.SendLinkAsync(application, edition, lifetime, token);
                if (hasContact && application.Agreement is { OrganisationId: { } organisationId })
                {
                    var notice = Notice.AgreementRequested(edition.Name, clock.Today.AddDays(settings.AgreementDays), settings.AgreementDays);
                    await publish.NotifyEmployerAsync(organisationId, application.PersonId, notice, now, token);
                }

                await publish.Publish(changed, token);
                return application;
            },
            cancellationToken);
        return result.IsRefused(out var refused, out var requested)
            ? refused.ToProblem()
            : TypedResults.Ok(await db.DetailAsync(requested, clock.Today, cancellationToken));
    }
}
