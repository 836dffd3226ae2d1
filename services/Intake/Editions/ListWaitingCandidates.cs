using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Offers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

/// <summary>A candidate on the waiting list.</summary>
/// <param name="Position">The position, from 1.</param>
/// <param name="ApplicationId">The application.</param>
/// <param name="DisplayName">The name of the candidate.</param>
/// <param name="Since">Since when the candidate is on the list.</param>
/// <param name="Offer">The last offer. A candidate who declined one, or let it expire, stays on the list but gets no other offer.</param>
internal sealed record WaitingListEntryDetail(int Position, Guid ApplicationId, string DisplayName, DateTimeOffset Since, OfferDetail? Offer);

internal static class ListWaitingCandidates
{
    public static async Task<Results<Ok<IReadOnlyList<WaitingListEntryDetail>>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (!await db.Editions.OrganisedBy(caller, clock.Today).AnyAsync(e => e.Id == id, cancellationToken))
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var waiting = await db.Applications.Where(a => a.EditionId == id && a.WaitListNumber != null).OrderBy(a => a.WaitListNumber)
            .Select(a => new
            {
                a.Id,
                a.DisplayName,
                Since = db.History.Where(entry => entry.ApplicationId == a.Id && entry.What == HistoryKind.WaitListed).Min(entry => entry.At),
                Offer = db.Offers.Where(offer => offer.ApplicationId == a.Id).OrderByDescending(offer => offer.Id).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        IReadOnlyList<WaitingListEntryDetail> entries =
        [
            .. waiting.Select((a, index) => new WaitingListEntryDetail(
                index + 1, a.Id, a.DisplayName, a.Since, a.Offer is { } offer ? OfferDetail.Of(offer) : null)),
        ];
        return TypedResults.Ok(entries);
    }
}
