using System.ComponentModel;

namespace Metropool.Intake.Offers;

/// <summary>A place that was offered.</summary>
internal sealed record OfferView(
    OfferState State,
    DateTimeOffset OfferedAt,
    [property: Description("From then on it can't be accepted any more: the end of a day in Europe/Amsterdam.")] DateTimeOffset Until)
{
    public static OfferView Of(PlaceOffer offer) => new(offer.State, offer.OfferedAt, offer.Until);
}
