using System.ComponentModel;
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

internal sealed record AgreementRequest
{
    [MaxLength(Limits.Name), Name]
    [Description("Who answers for the employer.")]
    public string? ContactName { get; init; }

    [MaxLength(EmailAddresses.Longest), EmailAddress]
    [Description("Where a link is mailed to, with which a person without an account answers. Needed where the employer is known by name only, and refused where it has an account here.")]
    public string? ContactEmail { get; init; }
}

internal static class AskAgreement
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        AgreementRequest request,
        Caller caller,
        IntakeDbContext db,
        IPublishEndpoint publish,
        AgreementMails mails,
        EmployerConnections connections,
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

        var outcome = await db.InTransactionAsync<Application>(
            async token =>
            {
                var organisation = known.EmployerOrganisationId ?? (await db.OrganisationNamedAsync(known.Name, token))?.Id;
                await db.HoldOrganisationAsync(organisation, token);
                await db.LockApplicationAsync(id, token);
                var application = await db.Applications.Include(a => a.Judgements).SingleAsync(a => a.Id == id, token);
                // The contacts are notified below.
                await connections.ConnectByNameAsync(application, notify: false, token);
                var edition = await db.Editions.SingleAsync(e => e.Id == application.EditionId, token);
                var terms = await db.EditionTerms.SingleAsync(t => t.EditionId == edition.Id, token);
                // Not by a condition on the organisation: a nomination may just have been connected, and isn't saved.
                var nominations = await db.Nominations.Where(n => n.ApplicationId == id).OrderBy(n => n.Id).ToListAsync(token);
                var nomination = application.EmployerOrganisationId is { } employerId ? nominations.FindLast(n => n.OrganisationId == employerId) : null;
                var lifetime = TimeSpan.FromDays(settings.AgreementDays);
                var hasContact = await db.HasContactAsync(application.EmployerOrganisationId, token);
                if (application.AskAgreement(request, nomination, terms.Agree(edition), hasContact, clock.GetUtcNow(), lifetime).IsRefused(out var refusal, out var changed))
                {
                    return refusal;
                }

                // What is refused is not mailed, and doesn't count.
                if (await mails.IsEnoughAsync(caller.Me(), request.ContactEmail.Tidy(), token))
                {
                    return Refusals.AgreementMailedTooOften;
                }

                await mails.AskAsync(application, edition, lifetime, token);
                if (hasContact && application.Agreement is { OrganisationId: { } organisationId })
                {
                    await publish.TellEmployerAsync(
                        organisationId, application.PersonId, Notice.AgreementAsked(edition.Name, clock.Today.AddDays(settings.AgreementDays), settings.AgreementDays), clock.GetUtcNow(), token);
                }

                await publish.Publish(changed, token);
                return application;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var asked)
            ? refused.ToProblem()
            : TypedResults.Ok(await db.DetailAsync(asked, clock.Today, cancellationToken));
    }
}
