using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Offers;

/// <summary>An available place that is offered to the first candidate on the waiting list. While it is open it takes that place (R15).</summary>
internal sealed class PlaceOffer
{
    public required Guid Id { get; init; }

    public required Guid ApplicationId { get; init; }

    public required Guid EditionId { get; init; }

    public required DateTimeOffset OfferedAt { get; init; }

    /// <summary>When it expires: the end of a day in Europe/Amsterdam.</summary>
    public required DateTimeOffset Until { get; init; }

    public OfferState State { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Whether an offer can be answered.</summary>
    /// <param name="offer">The open offer of an application; null if there is none.</param>
    /// <param name="now">Programme time.</param>
    public static Refusal? CheckOpen(PlaceOffer? offer, DateTimeOffset now) =>
        offer is null ? Refusals.NoOpenOffer : offer.Until <= now ? Refusals.OfferExpired : null;

    /// <summary>Closes the offer. Its final state never changes.</summary>
    public void Close(OfferState state, DateTimeOffset now) => (State, ClosedAt) = (state, now);

    /// <summary>
    /// The last day to answer an offer that is made today: after the number of days in the terms, but never after the first day of the edition.
    /// </summary>
    public static DateOnly LastDay(Edition edition, EditionTerms terms, DateOnly today)
    {
        var day = today.AddDays(terms.OfferDays);
        // If only the month of the first day is known, that month may have begun already.
        var first = edition.StartsOn is { } start ? edition.HasNotBegun(today) ? start.Earliest : start.Latest : day;
        return first < day ? first : day;
    }

    /// <summary>The day that ends at a time, for display.</summary>
    public static DateOnly LastDayBefore(DateTimeOffset end) => ProgrammeClock.DayOf(end.AddTicks(-1));

    /// <summary>The end of a day in Europe/Amsterdam.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => ProgrammeClock.InstantOf(day.AddDays(1), TimeOnly.MinValue);
}

/// <summary>The states of an offer.</summary>
internal enum OfferState
{
    /// <summary>It waits for the candidate's answer.</summary>
    Open,

    /// <summary>The candidate accepted the place.</summary>
    Accepted,

    /// <summary>The candidate declined the place.</summary>
    Declined,

    /// <summary>The candidate didn't answer in time.</summary>
    Expired,

    /// <summary>It became void: the team decided on the application, the candidate withdrew the application, or the edition was cancelled.</summary>
    Withdrawn,
}

internal sealed class PlaceOfferConfiguration : IEntityTypeConfiguration<PlaceOffer>
{
    public void Configure(EntityTypeBuilder<PlaceOffer> offer)
    {
        offer.ToTable("place_offers");
        offer.Property(o => o.Id).ValueGeneratedNever();
        offer.HasOne<Application>().WithMany().HasForeignKey(o => o.ApplicationId);
        offer.HasIndex(o => o.ApplicationId);
        offer.HasIndex(o => new { o.EditionId, o.State });
        // At most one open offer per application; and a fast search for those that expire.
        offer.HasIndex(o => o.ApplicationId, "ix_place_offers_open").HasDatabaseName("ix_place_offers_open").IsUnique()
            .HasFilter($"state = '{OfferState.Open}'");
        offer.HasIndex(o => o.Until).HasFilter($"state = '{OfferState.Open}'");
    }
}
