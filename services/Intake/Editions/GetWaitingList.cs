using System.ComponentModel;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Offers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Editions;

/// <summary>A place on the waiting list.</summary>
internal sealed record WaitingListLine(
    int Position,
    Guid ApplicationId,
    string DisplayName,
    DateTimeOffset Since,
    [property: Description("The place that was offered last. Who declined one, or let it expire, stays on the list and is passed over.")] OfferView? Offer);

internal static class GetWaitingList
{
    public static async Task<Results<Ok<IReadOnlyList<WaitingListLine>>, ProblemHttpResult>> HandleAsync(
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
        IReadOnlyList<WaitingListLine> lines = [.. waiting.Select((a, index) => new WaitingListLine(index + 1, a.Id, a.DisplayName, a.Since, a.Offer is { } offer ? OfferView.Of(offer) : null))];
        return TypedResults.Ok(lines);
    }
}
