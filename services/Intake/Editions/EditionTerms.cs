using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Editions;

/// <summary>
/// The terms of an edition. Every decision about a place locks this row (R15), so that one transaction at a time counts and assigns the places of the edition.
/// </summary>
internal sealed class EditionTerms
{
    public const int MostParticipants = 500;
    public const int MostOfferDays = 60;

    public required Guid EditionId { get; init; }

    public long Version { get; private set; } = 1;

    /// <summary>Whether the edition is visible to the public before it opens.</summary>
    public bool Announced { get; private set; }

    public required int Capacity { get; set; }

    public required int MinimumGroup { get; set; }

    /// <summary>In euro cents; null for the price that the edition states.</summary>
    public long? PriceInCents { get; set; }

    public required bool HotelIncluded { get; set; }

    public required VatTreatment Vat { get; set; }

    public required List<CancellationStep> Cancellation { get; set; }

    /// <summary>How dean and programme manager judge the candidates without a judgement.</summary>
    public required JudgementMode JudgementMode { get; set; }

    /// <summary>The number of days in which a candidate can answer the offer of a place.</summary>
    public required int OfferDays { get; set; }

    /// <summary>The last day on which an employer can nominate a successor for a candidate who withdrew; null if the place goes to the waiting list.</summary>
    public DateOnly? SuccessorsUntil { get; private set; }

    /// <summary>The highest number on the waiting list so far. It never decreases, so that the order never changes.</summary>
    public long LastWaitListNumber { get; private set; }

    /// <summary>The default terms of a new edition.</summary>
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

    /// <summary>Sets the terms. Admitted candidates keep the terms of their admission (R9).</summary>
    /// <param name="request">The new terms.</param>
    /// <param name="placesTaken">The number of places that are taken, offered or held, which is the lowest capacity (R15).</param>
    /// <param name="settings">The defaults for omitted values.</param>
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

        if (IsContradictory(request.Cancellation))
        {
            return Refusals.CancellationTableContradictory;
        }

        (Capacity, MinimumGroup) = (request.Capacity, request.MinimumGroup);
        (PriceInCents, HotelIncluded, Vat) = (request.PriceInCents, request.HotelIncluded, request.Vat);
        Cancellation = [.. InOrder(request.Cancellation)];
        OfferDays = request.OfferDays ?? settings.DefaultOfferDays;
        (Announced, SuccessorsUntil) = (request.Announced, request.SuccessorsUntil);
        JudgementMode = request.JudgementMode ?? JudgementMode;
        Version++;
        return null;
    }

    /// <summary>Whether a cancellation table names a day twice, or charges less for a later withdrawal.</summary>
    public static bool IsContradictory(IEnumerable<CancellationStep> cancellation)
    {
        var steps = InOrder(cancellation).ToList();
        return steps.Zip(steps.Skip(1)).Any(pair => pair.First.UntilDaysBeforeStart == pair.Second.UntilDaysBeforeStart
            || pair.First.ChargePercentage > pair.Second.ChargePercentage);
    }

    /// <summary>The next number on the waiting list.</summary>
    public long NextWaitListNumber() => ++LastWaitListNumber;

    /// <summary>The terms that an admission now would fix (R9); null while no price is known.</summary>
    public AgreedTerms? TermsFor(Edition edition) => TermsFor(edition.StatedPriceInCents);

    /// <summary>The terms that an admission now would fix, in an edition whose programme states a price or none.</summary>
    public AgreedTerms? TermsFor(long? statedPriceInCents) => (PriceInCents ?? statedPriceInCents) is { } price
        ? new AgreedTerms { PriceInCents = price, HotelIncluded = HotelIncluded, Vat = Vat, Cancellation = [.. Cancellation] }
        : null;

    private static IOrderedEnumerable<CancellationStep> InOrder(IEnumerable<CancellationStep> cancellation) =>
        cancellation.OrderByDescending(step => step.UntilDaysBeforeStart);
}

/// <summary>The VAT treatments.</summary>
internal enum VatTreatment
{
    /// <summary>No VAT is charged.</summary>
    Exempt,

    /// <summary>The price includes VAT.</summary>
    Included,

    /// <summary>VAT is added to the price.</summary>
    Excluded,
}

/// <summary>A step of the charge on withdrawal.</summary>
/// <param name="UntilDaysBeforeStart">The last day that it applies to, in days before the first day of the edition; 0 includes all later days.</param>
/// <param name="ChargePercentage">The percentage of the price that is charged.</param>
internal sealed record CancellationStep(
    [property: Range(0, 1000)] int UntilDaysBeforeStart,
    [property: Range(0, 100)] int ChargePercentage);

/// <summary>The places of an edition, as they count for a decision on one application.</summary>
/// <param name="Capacity">The number of places.</param>
/// <param name="Participants">The number of places that are taken.</param>
/// <param name="Offered">The number of places with an open offer to another application.</param>
/// <param name="Held">The number of places that are held for an employer, other than for this application.</param>
/// <param name="WaitingAhead">The number of candidates on the waiting list who come before this application.</param>
internal readonly record struct Places(int Capacity, int Participants, int Offered, int Held, int WaitingAhead)
{
    /// <summary>The number of places that no other candidate can have.</summary>
    public int Taken => Participants + Offered + Held;

    /// <summary>The number of places that are neither taken nor offered nor held.</summary>
    public int Free => Capacity - Taken;

    /// <summary>Whether participants have all places.</summary>
    public bool AllTaken => Participants >= Capacity;

    /// <summary>Whether a place is available for this application, and no other candidate comes first.</summary>
    public bool IsAvailable => Taken + WaitingAhead < Capacity;
}

internal sealed class EditionTermsConfiguration : IEntityTypeConfiguration<EditionTerms>
{
    public void Configure(EntityTypeBuilder<EditionTerms> terms)
    {
        terms.ToTable("edition_terms");
        terms.HasKey(t => t.EditionId);
        terms.Property(t => t.Version).IsConcurrencyToken();
        terms.ComplexCollection(t => t.Cancellation, cancellation => cancellation.ToJson());
    }
}
