using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Replicas;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

/// <summary>The terms of an edition, and its places.</summary>
internal sealed record TermsDetail : IVersioned
{
    /// <summary>The edition.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>Increases with every change of the terms.</summary>
    public required long Version { get; init; }

    /// <summary>The highest number of participants.</summary>
    /// <example>25</example>
    public required int Capacity { get; init; }

    /// <summary>The number of participants below which the edition can be cancelled.</summary>
    /// <example>12</example>
    public required int MinimumGroup { get; init; }

    /// <summary>The price per participant who is admitted now, in euro cents; null while it is unknown.</summary>
    /// <example>1250000</example>
    public required long? PriceInCents { get; init; }

    /// <summary>Whether the price comes from the programme of the edition, and wasn't set here.</summary>
    public required bool PriceIsStated { get; init; }

    /// <summary>Whether the price includes the overnight stays.</summary>
    public required bool HotelIncluded { get; init; }

    /// <summary>The VAT treatment.</summary>
    public required VatTreatment Vat { get; init; }

    /// <summary>Whether the edition is visible to the public before it opens.</summary>
    public required bool Announced { get; init; }

    /// <summary>How candidates without a judgement are judged.</summary>
    public required JudgementMode JudgementMode { get; init; }

    /// <summary>The charge on withdrawal, from the earliest day to the last.</summary>
    public required IReadOnlyList<CancellationStep> Cancellation { get; init; }

    /// <summary>The number of days in which a candidate can answer the offer of a place.</summary>
    /// <example>7</example>
    public required int OfferDays { get; init; }

    /// <summary>
    /// The last day, in Europe/Amsterdam, on which an employer can nominate a successor for a candidate who withdrew; null if the place goes to the waiting
    /// list.
    /// </summary>
    public required DateOnly? SuccessorsUntil { get; init; }

    /// <summary>The number of places that are taken, offered or held.</summary>
    /// <example>21</example>
    public required int PlacesTaken { get; init; }

    /// <summary>The number of places with an open offer.</summary>
    /// <example>1</example>
    public required int PlacesOffered { get; init; }

    /// <summary>The number of places that are held for employers.</summary>
    /// <example>1</example>
    public required int PlacesHeld { get; init; }

    /// <summary>Whether the edition has fewer participants than the minimum group. Offered and held places don't count.</summary>
    public required bool BelowMinimumGroup { get; init; }

    /// <summary>The number of candidates on the waiting list.</summary>
    /// <example>4</example>
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

    /// <summary>The terms with the places.</summary>
    public static async Task<TermsDetail> DetailAsync(
        this IntakeDbContext db, EditionTerms terms, Edition edition, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var places = await db.CountPlacesAsync(terms, null, now, cancellationToken);
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
