using System.ComponentModel.DataAnnotations;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Offers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

/// <summary>The terms of an edition.</summary>
internal sealed record SetTermsRequest
{
    /// <summary>The highest number of participants.</summary>
    /// <example>25</example>
    [Range(1, EditionTerms.MostParticipants)]
    public required int Capacity { get; init; }

    /// <summary>The number of participants below which the edition can be cancelled.</summary>
    /// <example>12</example>
    [Range(1, EditionTerms.MostParticipants)]
    public required int MinimumGroup { get; init; }

    /// <summary>The price per participant, in euro cents. Omit it for the price that the programme of the edition states.</summary>
    /// <example>1250000</example>
    [Range(0L, 100_000_000L)]
    public long? PriceInCents { get; init; }

    /// <summary>Whether the price includes the overnight stays.</summary>
    public required bool HotelIncluded { get; init; }

    /// <summary>The VAT treatment.</summary>
    [EnumDataType(typeof(VatTreatment))]
    public required VatTreatment Vat { get; init; }

    /// <summary>Whether the edition is visible to the public before it opens, so that anyone can ask to be notified.</summary>
    public bool Announced { get; init; }

    /// <summary>How candidates without a judgement are judged. Omit it to keep the current mode.</summary>
    [EnumDataType(typeof(JudgementMode))]
    public JudgementMode? JudgementMode { get; init; }

    /// <summary>The number of days in which a candidate can answer the offer of a place. Omit it for the default.</summary>
    /// <example>7</example>
    [Range(1, EditionTerms.MostOfferDays)]
    public int? OfferDays { get; init; }

    /// <summary>
    /// The last day, in Europe/Amsterdam, on which an employer can nominate a successor for a candidate who withdrew, before the waiting list. Omit it if
    /// employers can't.
    /// </summary>
    public DateOnly? SuccessorsUntil { get; init; }

    /// <summary>The charge on withdrawal.</summary>
    [Required, MaxLength(10)]
    public required IReadOnlyList<CancellationStep> Cancellation { get; init; }
}

internal static class SetTerms
{
    public static async Task<Results<Ok<TermsDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        SetTermsRequest request,
        IfMatch ifMatch,
        Caller caller,
        IntakeDbContext db,
        IntakeSettings settings,
        PlaceAllocator allocator,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        if (await db.Editions.ManagedBy(caller, clock.Today).SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } edition)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var outcome = await db.InTransactionAsync<EditionTerms>(
            async token =>
            {
                // Under the lock, so that no place is taken between the count and the change of the capacity (R15).
                var terms = await db.LockTermsAsync(id, token);
                var places = await db.CountPlacesAsync(terms, null, clock.GetUtcNow(), token);
                var before = (terms.Capacity, Priced: terms.TermsFor(edition) is not null);
                if ((ifMatch.Mismatch(terms.Version) ?? terms.Set(request, places.Taken, settings)) is { } refusal)
                {
                    return refusal;
                }

                await db.SaveChangesAsync(token);
                if (terms.Capacity > before.Capacity || !before.Priced)
                {
                    await allocator.OfferAvailablePlacesAsync(id, token);
                }

                return terms;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var set)
            ? refused.ToProblem()
            : TypedResults.Ok(await db.DetailAsync(set, edition, clock.GetUtcNow(), cancellationToken));
    }
}
