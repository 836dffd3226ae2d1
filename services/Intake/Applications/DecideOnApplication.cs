using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Editions;
using Metropool.Intake.Offers;
using Metropool.Intake.Successions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal sealed record DecisionRequest
{
    [EnumDataType(typeof(DecisionOutcome))]
    public required DecisionOutcome Outcome { get; init; }

    [Required, MaxLength(Limits.Remark), Multiline]
    [Description("Why. The candidate can read it.")]
    public required string Reason { get; init; }
}

/// <summary>What came of a decision.</summary>
internal sealed record DecisionMade : IVersioned
{
    [Description("Admitted, waitListed or rejected.")]
    public required ApplicationStatus Status { get; init; }

    [Description("intake.capacity-reached where the candidate was to be admitted and came on the waiting list because there is no place.")]
    public string? WaitListedBecause { get; init; }

    [Description("The place on the waiting list, from 1.")]
    public int? WaitListPosition { get; init; }

    public required ApplicationDetail Application { get; init; }

    public ResourceVersion GetVersion() => Application.GetVersion();

    public static DecisionMade Of(Application application, ApplicationDetail detail) => new()
    {
        Status = application.Status,
        WaitListedBecause = application.WaitsForPlace ? Refusals.CapacityReached.Code : null,
        WaitListPosition = detail.WaitListPosition,
        Application = detail,
    };
}

internal static class DecideOnApplication
{
    public static Task<Results<Ok<DecisionMade>, ProblemHttpResult>> HandleAsync(
        Guid id,
        DecisionRequest request,
        IfMatch ifMatch,
        Caller caller,
        IntakeDbContext db,
        IPublishEndpoint publish,
        FreePlaces freePlaces,
        AgreementMails mails,
        ProgrammeClock clock,
        CancellationToken cancellationToken) =>
        DecideAsync(id, ifMatch, caller, db, publish, freePlaces, mails, clock, (application, by, edition, terms, places) =>
            Task.FromResult(application.Decide(request, by, edition, terms, places, clock.GetUtcNow())), cancellationToken);

    /// <summary>Decides something about a place, one decision of an edition at a time.</summary>
    /// <param name="id">The application.</param>
    /// <param name="ifMatch">The version that was read.</param>
    /// <param name="caller">Who decides.</param>
    /// <param name="db">The database.</param>
    /// <param name="publish">Where it is told.</param>
    /// <param name="freePlaces">Gives out what comes free.</param>
    /// <param name="mails">Takes back what the employer isn't asked any more.</param>
    /// <param name="clock">Programme time.</param>
    /// <param name="decideAsync">What is decided: under the lock of the terms, with the places as they are counted there.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal static async Task<Results<Ok<DecisionMade>, ProblemHttpResult>> DecideAsync(
        Guid id,
        IfMatch ifMatch,
        Caller caller,
        IntakeDbContext db,
        IPublishEndpoint publish,
        FreePlaces freePlaces,
        AgreementMails mails,
        ProgrammeClock clock,
        Func<Application, TeamMember, Edition, EditionTerms, Places, Task<Outcome<ApplicationChanged>>> decideAsync,
        CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Application>(
            async token =>
            {
                if (await db.DecidedBy(caller, clock.Today).Include(a => a.Judgements).SingleOrDefaultAsync(a => a.Id == id, token) is not { } application)
                {
                    return Refusals.ApplicationUnknown;
                }

                if (ifMatch.Mismatch(application.Version) is { } changed)
                {
                    return changed;
                }

                var edition = await db.Editions.SingleAsync(e => e.Id == application.EditionId, token);
                if (edition.DecidingPartsOf(caller, clock.Today).FirstOrDefault() is not { } by)
                {
                    return Refusals.ApplicationUnknown;
                }

                // One decision of an edition at a time: what is counted from here on was committed by the decision before (R15).
                // Another decision about this very application meanwhile shows in its version.
                var terms = await db.LockTermsAsync(edition.Id, token);
                var places = await db.PlacesAsync(terms, application, clock.GetUtcNow(), token);
                var hadPlace = application.OfferUntil is not null || application.Status == ApplicationStatus.Admitted || await db.PlacesHeldFor(id, clock.GetUtcNow()).AnyAsync(token);
                if ((await decideAsync(application, by, edition, terms, places)).IsRefused(out var refusal, out var decided))
                {
                    return refusal;
                }

                // As the type that it is, and not as its base.
                await publish.Publish((object)decided, token);
                await publish.TellAsync(application.PersonId, Notice.Decided(edition.Name), clock.GetUtcNow(), token);
                await db.SaveChangesAsync(token);
                if (application.Status == ApplicationStatus.Rejected)
                {
                    await mails.WithdrawAsync(application, token);
                }

                if (hadPlace)
                {
                    await freePlaces.OfferAsync(edition.Id, token);
                }

                return application;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var decidedOn)
            ? refused.ToProblem()
            : TypedResults.Ok(DecisionMade.Of(decidedOn, await db.DetailAsync(decidedOn, clock.Today, cancellationToken)));
    }
}
