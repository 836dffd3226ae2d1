using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>What awaits dean and programme manager; closed with a reason that is kept.</summary>
internal static class Proposals
{
    /// <param name="Reason">Why.</param>
    internal sealed record ClosingRequest([property: Required, StringLength(2000)] string Reason);

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

        return TypedResults.Ok(await db.Proposals.AsNoTracking()
            .Where(p => p.EditionId == editionId && (open == null || (p.ClosedAt == null) == open) && (paging.Cursor == null || p.Id > paging.Cursor)).OrderBy(p => p.Id)
            .ToPageAsync(paging, p => p.Id, View.Of, cancellationToken));
    }

    public static async Task<Results<Ok<View>, ProblemHttpResult>> CloseAsync(
        Guid proposalId, ClosingRequest request, Caller caller, SchedulingDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.Proposals.SingleOrDefaultAsync(p => p.Id == proposalId, cancellationToken) is not { } proposal)
        {
            return Refusal.NotFound("scheduling.proposal-unknown", "There is no such proposal.").ToProblem();
        }

        var edition = (await db.FindEditionAsync(proposal.EditionId, cancellationToken))!;
        if (edition.Refuses(caller, clock.Today, EditionAccess.Leading) is { } forbidden)
        {
            return forbidden.ToProblem();
        }

        if (proposal.Close(request.Reason.Trim(), caller.PersonId, clock.GetUtcNow()).IsRefused(out var refusal, out _))
        {
            return refusal.ToProblem();
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(View.Of(proposal));
    }
}
