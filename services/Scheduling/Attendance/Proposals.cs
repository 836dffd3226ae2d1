using System.ComponentModel.DataAnnotations;
using Metropool.Hosting;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.ModuleDays;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Attendance;

/// <summary>The closing of a proposal.</summary>
/// <param name="Reason">The reason.</param>
internal sealed record ProposalClosingRequest([property: Required, StringLength(2000), Multiline] string Reason);

/// <summary>The filters of a list of proposals.</summary>
/// <param name="Open">Only open proposals (true), or only closed ones (false).</param>
internal sealed record ProposalFilter([property: FromQuery(Name = "open")] bool? Open);

/// <summary>A proposal or warning of the service to the team.</summary>
/// <param name="Id">The id of the proposal.</param>
/// <param name="EditionId">The edition.</param>
/// <param name="ParticipationId">The participation.</param>
/// <param name="Kind">What is proposed.</param>
/// <param name="Detail">Details, such as the module day.</param>
/// <param name="MadeAt">When it was made, UTC.</param>
/// <param name="ClosedAt">When it was closed or lapsed, UTC; null while it is open.</param>
/// <param name="ClosedBy">The person who closed it; null if it lapsed.</param>
/// <param name="ClosingReason">Why it was closed.</param>
internal sealed record ProposalDetail(
    Guid Id, Guid EditionId, Guid? ParticipationId, ProposalKind Kind, string Detail, DateTimeOffset MadeAt,
    DateTimeOffset? ClosedAt, Guid? ClosedBy, string? ClosingReason)
{
    public static ProposalDetail Of(Proposal proposal) => new(
        proposal.Id, proposal.EditionId, proposal.ParticipationId, proposal.Kind, proposal.Detail, proposal.MadeAt,
        proposal.ClosedAt, proposal.ClosedBy, proposal.ClosingReason);
}

/// <summary>Lists and closes proposals, for dean and programme manager.</summary>
internal static class Proposals
{
    private static readonly Keyset<Proposal> Order = Keyset.Ascending((Proposal p) => p.Id);

    public static async Task<Results<Ok<Page<ProposalDetail>>, ProblemHttpResult>> ListAsync(
        Guid editionId, [AsParameters] ProposalFilter filter, [AsParameters] Paging paging, Caller caller, SchedulingDbContext db, ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        if ((await db.FindEditionAsync(editionId, caller, clock.Today, Access.DeanAndProgrammeManager, cancellationToken)).IsRefused(out var refusal, out _))
        {
            return refusal.ToProblem();
        }

        var page = await db.Proposals.AsNoTracking()
            .Where(p => p.EditionId == editionId && (filter.Open == null || (p.ClosedAt == null) == filter.Open))
            .ToPageAsync(paging, Order, cancellationToken);
        return TypedResults.Ok(page.Select(ProposalDetail.Of));
    }

    public static async Task<Results<Ok<ProposalDetail>, ProblemHttpResult>> CloseAsync(
        Guid proposalId, ProposalClosingRequest request, Caller caller, SchedulingDbContext db, ModuleDayCalendar moduleDays, ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Proposal>(
            async token =>
            {
                var editionId = await db.Proposals.Where(p => p.Id == proposalId).Select(p => p.EditionId).SingleOrDefaultAsync(token);
                if (editionId == default)
                {
                    return Refusals.ProposalUnknown;
                }

                if ((await db.LockEditionAsync(editionId, caller, clock.Today, Access.DeanAndProgrammeManager, token)).IsRefused(out var refusal, out _))
                {
                    return refusal;
                }

                var (proposal, now) = (await db.Proposals.SingleAsync(p => p.Id == proposalId, token), clock.GetUtcNow());
                if (proposal.Close(request.Reason.Trim(), caller.PersonId, now).IsRefused(out refusal, out _))
                {
                    return refusal;
                }

                // The cause of a calendar conflict may be gone by now. A remaining conflict isn't proposed again.
                if (proposal.Kind == ProposalKind.CalendarConflict
                    && await db.Participations.SingleOrDefaultAsync(p => p.Id == proposal.ParticipationId && p.EditionId == editionId, token)
                        is { IsPlacedOrActive: true } participation)
                {
                    await moduleDays.AddFreeDaysAsync(participation, now, token);
                }

                return proposal;
            },
            cancellationToken);
        return outcome.ToOk(ProposalDetail.Of);
    }
}
