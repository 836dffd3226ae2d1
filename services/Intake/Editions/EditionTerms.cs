using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Intake.Applications;

namespace Metropool.Intake.Editions;

/// <summary>
/// On what terms people take part in an edition. Its row is also the lock that every decision about a place takes (R15):
/// whoever holds it is the only one who counts and gives out places of this edition.
/// </summary>
internal sealed class EditionTerms
{
    public const int MostParticipants = 500;
    public const int MostOfferDays = 60;

    public required Guid EditionId { get; init; }

    public long Version { get; private set; } = 1;

    /// <summary>The public may know of the edition before it is open.</summary>
    public bool Announced { get; private set; }

    public required int Capacity { get; set; }

    public required int MinimumGroup { get; set; }

    /// <summary>In euro cents; null for the price that the edition states.</summary>
    public long? PriceInCents { get; set; }

    public required bool HotelIncluded { get; set; }

    public required VatTreatment Vat { get; set; }

    public required List<CancellationStep> Cancellation { get; set; }

    /// <summary>How dean and programme manager judge its candidates: those of whom nothing was judged yet.</summary>
    public required JudgementMode JudgementMode { get; set; }

    /// <summary>How many days somebody has to answer when a place is offered.</summary>
    public required int OfferDays { get; set; }

    /// <summary>The last day on which an employer may name a successor for its candidate who withdrew; null where the place goes to the waiting list.</summary>
    public DateOnly? SuccessorsUntil { get; private set; }

    /// <summary>The highest number that was given out on the waiting list. It never goes back, so the order never changes.</summary>
    public long LastWaitListNumber { get; private set; }

    /// <summary>The terms that an edition begins with.</summary>
    public static EditionTerms Default(Guid editionId, IntakeSettings settings) => new()
    {
        EditionId = editionId,
        Capacity = settings.DefaultCapacity,
        MinimumGroup = settings.DefaultMinimumGroup,
        HotelIncluded = settings.DefaultHotelIncluded,
        Vat = settings.DefaultVat,
        JudgementMode = settings.DefaultJudgementMode,
        Cancellation = [.. InOrder(settings.CancellationTable)],
        OfferDays = settings.DefaultOfferDays,
    };

    /// <summary>Sets the terms. Who was admitted before keeps what was agreed (R9).</summary>
    /// <param name="request">The new terms.</param>
    /// <param name="placesTaken">How many places are given out, offered or held: the capacity can't go below (R15).</param>
    /// <param name="settings">What holds for what the request leaves out.</param>
    public Refusal? Set(SetTermsRequest request, int placesTaken, IntakeSettings settings)
    {
        if (request.Capacity < placesTaken)
        {
            return Refusals.CapacityBelowPlacesTaken(placesTaken);
        }

        if (request.MinimumGroup > request.Capacity)
        {
            return Refusals.MinimumGroupAboveCapacity;
        }

        if (Contradictory(request.Cancellation))
        {
            return Refusals.CancellationTableContradictory;
        }

        (Capacity, MinimumGroup, PriceInCents, HotelIncluded, Vat, Cancellation, OfferDays) =
            (request.Capacity, request.MinimumGroup, request.PriceInCents, request.HotelIncluded, request.Vat, [.. InOrder(request.Cancellation)], request.OfferDays ?? settings.DefaultOfferDays);
        (Announced, SuccessorsUntil) = (request.Announced, request.SuccessorsUntil);
        JudgementMode = request.JudgementMode ?? JudgementMode;
        Version++;
        return null;
    }

    /// <summary>Whether a cancellation table names a day twice, or charges less for a later withdrawal.</summary>
    public static bool Contradictory(IEnumerable<CancellationStep> cancellation)
    {
        var steps = InOrder(cancellation).ToList();
        return steps.Zip(steps.Skip(1)).Any(pair => pair.First.UntilDaysBeforeStart == pair.Second.UntilDaysBeforeStart || pair.First.ChargePercentage > pair.Second.ChargePercentage);
    }

    private static IOrderedEnumerable<CancellationStep> InOrder(IEnumerable<CancellationStep> cancellation) => cancellation.OrderByDescending(step => step.UntilDaysBeforeStart);

    /// <summary>The next number on the waiting list.</summary>
    public long NextWaitListNumber() => ++LastWaitListNumber;

    /// <summary>What a participant agrees to who is admitted now (R9), or null while no price is known.</summary>
    public AgreedTerms? Agree(Edition edition) => (PriceInCents ?? edition.StatedPriceInCents) is { } price
        ? new AgreedTerms { PriceInCents = price, HotelIncluded = HotelIncluded, Vat = Vat, Cancellation = [.. Cancellation] }
        : null;
}

/// <summary>How VAT is dealt with.</summary>
internal enum VatTreatment
{
    /// <summary>No VAT is charged.</summary>
    Exempt,

    /// <summary>The price includes VAT.</summary>
    Included,

    /// <summary>VAT comes on top of the price.</summary>
    Excluded,
}

/// <summary>One line of the cancellation table: what part of the price is charged on a withdrawal up to some day.</summary>
/// <param name="UntilDaysBeforeStart">The last day that it holds for, in days before the edition's first day; 0 for any later day as well.</param>
/// <param name="ChargePercentage">What part of the price is charged.</param>
internal sealed record CancellationStep(
    [property: Range(0, 1000)] int UntilDaysBeforeStart,
    [property: Range(0, 100)] int ChargePercentage);

/// <summary>How the places of an edition stand at the moment of a decision, as counted under its lock.</summary>
/// <param name="Capacity">How many there are.</param>
/// <param name="Participants">How many are given out.</param>
/// <param name="Offered">How many are offered to others than the one that is decided about, and await an answer.</param>
/// <param name="Held">How many are held for an employer whose candidate withdrew, other than for the one that is decided about.</param>
/// <param name="QueuedAhead">How many others on the waiting list come before the one that is decided about.</param>
internal readonly record struct Places(int Capacity, int Participants, int Offered, int Held, int QueuedAhead)
{
    /// <summary>How many nobody else can have.</summary>
    public int Taken => Participants + Offered + Held;

    /// <summary>How many are neither given out nor offered nor held.</summary>
    public int Free => Capacity - Taken;

    /// <summary>All are given out.</summary>
    public bool AreGone => Participants >= Capacity;

    /// <summary>There is a place, and nobody comes before.</summary>
    public bool OneIsFree => Taken + QueuedAhead < Capacity;
}
