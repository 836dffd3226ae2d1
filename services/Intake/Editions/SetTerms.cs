using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Offers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

internal sealed record SetTermsRequest
{
    [Range(1, EditionTerms.MostParticipants)]
    public required int Capacity { get; init; }

    [Range(1, EditionTerms.MostParticipants)]
    [Description("Below this the edition may be cancelled.")]
    public required int MinimumGroup { get; init; }

    [Range(0L, 100_000_000L)]
    [Description("The price per participant in euro cents. Leave it out for the price that the programme of the edition states.")]
    public long? PriceInCents { get; init; }

    [Description("Whether the overnight stays are in the price.")]
    public required bool HotelIncluded { get; init; }

    [EnumDataType(typeof(VatTreatment))]
    public required VatTreatment Vat { get; init; }

    [Description("Whether the public may know of the edition before it is open, and ask to be told when it opens.")]
    public bool Announced { get; init; }

    [EnumDataType(typeof(JudgementMode))]
    [Description("How dean and programme manager judge candidates of whom nothing was judged yet. Leave it out to keep it as it is.")]
    public JudgementMode? JudgementMode { get; init; }

    [Range(1, EditionTerms.MostOfferDays)]
    [Description("How many days somebody on the waiting list has to answer when a place is offered. Leave it out for the default.")]
    public int? OfferDays { get; init; }

    [Description("The last day, in Europe/Amsterdam, on which an employer may name a successor for its candidate who withdrew from a place, before the waiting list. Leave it out where it may not.")]
    public DateOnly? SuccessorsUntil { get; init; }

    [Required, MaxLength(10)]
    [Description("What is charged on withdrawal.")]
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
        FreePlaces freePlaces,
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
                // Under the lock: no place is given out between counting them and setting the capacity (R15).
                var terms = await db.LockTermsAsync(id, token);
                var places = await db.PlacesAsync(terms, null, clock.GetUtcNow(), token);
                var before = (terms.Capacity, Priced: terms.Agree(edition) is not null);
                if ((ifMatch.Mismatch(terms.Version) ?? terms.Set(request, places.Taken, settings)) is { } refusal)
                {
                    return refusal;
                }

                await db.SaveChangesAsync(token);
                if (terms.Capacity > before.Capacity || !before.Priced)
                {
                    await freePlaces.OfferAsync(id, token);
                }

                return terms;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var set)
            ? refused.ToProblem()
            : TypedResults.Ok(await db.DetailAsync(set, edition, clock.GetUtcNow(), cancellationToken));
    }
}
