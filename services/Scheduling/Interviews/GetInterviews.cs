using Metropool.Contracts.Scheduling;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Interviews;

/// <summary>The filters of a list of interviews.</summary>
/// <param name="EditionId">The edition.</param>
/// <param name="Kind">Only interviews of this kind.</param>
internal sealed record InterviewFilter([property: FromQuery(Name = "editionId")] Guid EditionId, [property: FromQuery(Name = "kind")] InterviewKind? Kind);

/// <summary>Reads interviews.</summary>
internal static class GetInterviews
{
    private static readonly Keyset<Interview> Order = Keyset.Ascending((Interview i) => i.Id);

    public static async Task<Results<Ok<Page<InterviewDetail>>, ProblemHttpResult>> ListAsync(
        [AsParameters] InterviewFilter filter, [AsParameters] Paging paging, Caller caller, SchedulingDbContext db, ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        if ((await db.FindEditionAsync(filter.EditionId, caller, clock.Today, Access.Team, cancellationToken)).IsRefused(out var refusal, out var edition))
        {
            return refusal.ToProblem();
        }

        var interviews = edition.HasRole(caller, clock.Today, Access.Organisers) ? db.Interviews.AsNoTracking() : db.InterviewsAttendedBy(caller);
        var page = await interviews.Where(i => i.EditionId == filter.EditionId && (filter.Kind == null || i.Kind == filter.Kind))
            .ToPageAsync(paging, Order, cancellationToken);
        return TypedResults.Ok(page.Select(InterviewDetail.Of));
    }

    /// <summary>Lists the interviews that the caller attends: as candidate or participant, or on the panel.</summary>
    public static async Task<Ok<Page<InterviewDetail>>> MineAsync(
        [AsParameters] Paging paging, Caller caller, SchedulingDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok((await db.InterviewsAttendedBy(caller).ToPageAsync(paging, Order, cancellationToken)).Select(InterviewDetail.Of));

    public static async Task<Results<Ok<InterviewDetail>, ProblemHttpResult>> GetAsync(
        Guid interviewId, Caller caller, SchedulingDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var interview = await db.InterviewsAttendedBy(caller).SingleOrDefaultAsync(i => i.Id == interviewId, cancellationToken)
            ?? await db.InterviewsOrganisedBy(caller, clock.Today).SingleOrDefaultAsync(i => i.Id == interviewId, cancellationToken);
        return interview is null ? Refusals.InterviewUnknown.ToProblem() : TypedResults.Ok(InterviewDetail.Of(interview));
    }
}
