using System.ComponentModel;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

/// <summary>The terms of an edition, and how its places stand.</summary>
internal sealed record TermsDetail : IVersioned
{
    public required Guid EditionId { get; init; }

    [Description("Rises whenever the terms are set.")]
    public required long Version { get; init; }

    public required int Capacity { get; init; }

    [Description("Below this the edition may be cancelled.")]
    public required int MinimumGroup { get; init; }

    [Description("The price per participant in euro cents that holds for who is admitted now; null while it isn't known.")]
    public required long? PriceInCents { get; init; }

    [Description("Whether the price is the one that the programme of the edition states, and not one that was set here.")]
    public required bool PriceIsStated { get; init; }

    [Description("Whether the overnight stays are in the price.")]
    public required bool HotelIncluded { get; init; }

    public required VatTreatment Vat { get; init; }

    [Description("Whether the public may know of the edition before it is open.")]
    public required bool Announced { get; init; }

    [Description("How dean and programme manager judge candidates of whom nothing was judged yet.")]
    public required JudgementMode JudgementMode { get; init; }

    [Description("What is charged on withdrawal: from the earliest day to the last.")]
    public required IReadOnlyList<CancellationStep> Cancellation { get; init; }

    [Description("How many days somebody on the waiting list has to answer when a place is offered.")]
    public required int OfferDays { get; init; }

    [Description("The last day, in Europe/Amsterdam, on which an employer may name a successor for its candidate who withdrew from a place; null where the place goes to the waiting list.")]
    public required DateOnly? SuccessorsUntil { get; init; }

    [Description("How many places are given out, offered to somebody on the waiting list, or held for an employer.")]
    public required int PlacesTaken { get; init; }

    [Description("How many of those are offered, and await an answer.")]
    public required int PlacesOffered { get; init; }

    [Description("How many of those taken are held for an employer whose candidate withdrew.")]
    public required int PlacesHeld { get; init; }

    [Description("Whether fewer places are given out than the minimum group needs. What is offered or held doesn't count.")]
    public required bool BelowMinimumGroup { get; init; }

    [Description("How many candidates are on the waiting list.")]
    public required int WaitListed { get; init; }

    public ResourceVersion GetVersion() => Version;
}

internal static class GetTerms
{
    public static async Task<Results<Ok<TermsDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.Editions.OrganisedBy(caller, clock.Today).AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } edition)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var terms = await db.EditionTerms.AsNoTracking().SingleAsync(t => t.EditionId == id, cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(terms, edition, clock.GetUtcNow(), cancellationToken));
    }

    /// <summary>The terms as they are read, with how the places stand.</summary>
    public static async Task<TermsDetail> DetailAsync(this IntakeDbContext db, EditionTerms terms, Edition edition, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var places = await db.PlacesAsync(terms, null, now, cancellationToken);
        return new TermsDetail
        {
            EditionId = terms.EditionId,
            Version = terms.Version,
            Capacity = terms.Capacity,
            MinimumGroup = terms.MinimumGroup,
            PriceInCents = terms.PriceInCents ?? edition.StatedPriceInCents,
            PriceIsStated = terms.PriceInCents is null && edition.StatedPriceInCents is not null,
            HotelIncluded = terms.HotelIncluded,
            Vat = terms.Vat,
            Announced = terms.Announced,
            JudgementMode = terms.JudgementMode,
            Cancellation = terms.Cancellation,
            OfferDays = terms.OfferDays,
            PlacesTaken = places.Taken,
            PlacesOffered = places.Offered,
            PlacesHeld = places.Held,
            SuccessorsUntil = terms.SuccessorsUntil,
            BelowMinimumGroup = places.Participants < terms.MinimumGroup,
            WaitListed = await db.Applications.CountAsync(a => a.EditionId == terms.EditionId && a.WaitListNumber != null, cancellationToken),
        };
    }
}
