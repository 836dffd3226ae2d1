namespace Metropool.Intake.Offers;

/// <summary>A place that was offered.</summary>
/// <param name="State">The state of the offer.</param>
/// <param name="OfferedAt">When the place was offered.</param>
/// <param name="Until">When the offer expires: the end of a day in Europe/Amsterdam.</param>
internal sealed record OfferDetail(OfferState State, DateTimeOffset OfferedAt, DateTimeOffset Until)
{
    public static OfferDetail Of(PlaceOffer offer) => new(offer.State, offer.OfferedAt, offer.Until);
}
