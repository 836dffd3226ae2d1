using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Editions;

namespace Metropool.Intake.Offers;

/// <summary>A place that came free and is offered to who is next on the waiting list. While it is open it takes that place (R15).</summary>
internal sealed class PlaceOffer
{
    public required Guid Id { get; init; }

    public required Guid ApplicationId { get; init; }

    public required Guid EditionId { get; init; }

    public required DateTimeOffset OfferedAt { get; init; }

    /// <summary>From then on it can't be accepted any more: the end of a day in Europe/Amsterdam.</summary>
    public required DateTimeOffset Until { get; init; }

    public OfferState State { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Ends the offer. What it ended in stays.</summary>
    public void Close(OfferState state, DateTimeOffset now) => (State, ClosedAt) = (state, now);

    /// <summary>The last day to answer an offer that is made today: as many days as the terms say, and never after the edition's first day.</summary>
    public static DateOnly LastDay(Edition edition, EditionTerms terms, DateOnly today)
    {
        var day = today.AddDays(terms.OfferDays);
        // Of a first day that is known to the month alone, the month may have begun already.
        var first = edition.StartsOn is { } start ? edition.IsYetToBegin(today) ? start.Earliest : start.Latest : day;
        return first < day ? first : day;
    }

    /// <summary>The last day before such a moment, as people say it.</summary>
    public static DateOnly LastDayBefore(DateTimeOffset end) => ProgrammeClock.DayOf(end.AddTicks(-1));

    /// <summary>The moment at which a day is over.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => ProgrammeClock.InstantOf(day.AddDays(1), TimeOnly.MinValue);
}

/// <summary>What became of an offer.</summary>
internal enum OfferState
{
    /// <summary>It awaits the candidate's answer.</summary>
    Open,

    /// <summary>The candidate took the place.</summary>
    Accepted,

    /// <summary>The candidate didn't want the place.</summary>
    Declined,

    /// <summary>There was no answer in time.</summary>
    Expired,

    /// <summary>It lost its ground: the team decided on the application, the candidate withdrew it, or the edition was cancelled.</summary>
    Withdrawn,
}
