using System.ComponentModel.DataAnnotations;
using Metropool.Hosting;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>What awaits dean and programme manager; closed with a reason that is kept.</summary>
internal static class Proposals
{
    private static readonly Keyset<Proposal> Order = Keyset.Ascending((Proposal p) => p.Id);

    /// <param name="Reason">Why.</param>
    internal sealed record ClosingRequest([property: Required, StringLength(2000), Multiline] string Reason);

    /// <summary>A proposal as it is shown.</summary>
    internal sealed record View(
        Guid Id, Guid EditionId, Guid? ParticipationId, ProposalKind Kind, string Detail, DateTimeOffset MadeAt, DateTimeOffset? ClosedAt, Guid? ClosedBy, string? ClosingReason)
    {
        public static View Of(Proposal proposal) => new(
            proposal.Id, proposal.EditionId, proposal.ParticipationId, proposal.Kind, proposal.Detail, proposal.MadeAt, proposal.ClosedAt, proposal.ClosedBy, proposal.ClosingReason);
    }

    public static async Task<Results<Ok<Page<View>>, ProblemHttpResult>> ListAsync(
        Guid editionId, bool? open, [AsParameters] Paging paging, Caller caller, SchedulingDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.FindEditionAsync(editionId, cancellationToken) is not { } edition)
        {
            return EditionAccess.Unknown().ToProblem();
        }

        if (edition.Refuses(caller, clock.Today, EditionAccess.Leading) is { } forbidden)
        {
            return forbidden.ToProblem();
        }

        var page = await db.Proposals.AsNoTracking()
            .Where(p => p.EditionId == editionId && (open == null || (p.ClosedAt == null) == open)).ToPageAsync(paging, Order, cancellationToken);
        return TypedResults.Ok(page.Select(View.Of));
    }

    public static async Task<Results<Ok<View>, ProblemHttpResult>> CloseAsync(
        Guid proposalId, ClosingRequest request, Caller caller, SchedulingDbContext db, Roster roster, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Proposal>(
            async token =>
            {
                var editionId = await db.Proposals.Where(p => p.Id == proposalId).Select(p => p.EditionId).SingleOrDefaultAsync(token);
                if (editionId == default)
                {
                    return Refusal.NotFound("scheduling.proposal-unknown", "There is no such proposal.");
                }

                await db.LockEditionAsync(editionId, token);
                var edition = (await db.FindEditionAsync(editionId, token))!;
                if (edition.Refuses(caller, clock.Today, EditionAccess.Leading) is { } forbidden)
                {
                    return forbidden;
                }

                var (proposal, now) = (await db.Proposals.SingleAsync(p => p.Id == proposalId, token), clock.GetUtcNow());
                if (proposal.Close(request.Reason.Trim(), caller.PersonId, now).IsRefused(out var refusal, out _))
                {
                    return refusal;
                }

                // What was in the way of a module day may be gone by now. What still is has been seen, and isn't proposed again.
                if (proposal.Kind == ProposalKind.CalendarConflict
                    && await db.Participations.SingleOrDefaultAsync(p => p.Id == proposal.ParticipationId && p.EditionId == editionId, token) is { OnTheWay: true } participation)
                {
                    await roster.EnterFreeAsync(participation, now, token);
                }

                return proposal;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var closed) ? refused.ToProblem() : TypedResults.Ok(View.Of(closed));
    }
}
