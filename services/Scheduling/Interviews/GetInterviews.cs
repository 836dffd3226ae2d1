using System.Text.Json;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Interviews;

/// <summary>An interview as it is shown.</summary>
internal sealed record InterviewView(
    Guid Id, long Version, Guid EditionId, InterviewKind Kind, Guid? ApplicationId, Guid? ParticipationId, Guid PersonId, string DisplayName,
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, InterviewStatus Status, IReadOnlyList<PanelSeat> Panel) : IVersioned
{
    public ResourceVersion GetVersion() => Version;

    public static InterviewView Of(Interview interview) => new(
        interview.Id, interview.Version, interview.EditionId, interview.Kind, interview.ApplicationId, interview.ParticipationId, interview.PersonId, interview.DisplayName,
        interview.StartsAt, interview.EndsAt, interview.Status, interview.Panel);
}

/// <summary>Reads interviews.</summary>
internal static class GetInterviews
{
    private static readonly Keyset<Interview> Order = Keyset.Ascending((Interview i) => i.Id);

    public static async Task<Results<Ok<Page<InterviewView>>, ProblemHttpResult>> ListAsync(
        Guid editionId, InterviewKind? kind, [AsParameters] Paging paging, Caller caller, SchedulingDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.FindEditionAsync(editionId, cancellationToken) is not { } edition || !edition.Admits(caller, clock.Today, EditionAccess.Everybody))
        {
            return EditionAccess.Unknown().ToProblem();
        }

        var interviews = edition.Admits(caller, clock.Today, EditionAccess.Organising) ? db.Interviews.AsNoTracking() : Own(db, caller);
        var page = await interviews.Where(i => i.EditionId == editionId && (kind == null || i.Kind == kind)).ToPageAsync(paging, Order, cancellationToken);
        return TypedResults.Ok(page.Select(InterviewView.Of));
    }

    /// <summary>Those that the caller is in: as candidate or participant, or in the panel.</summary>
    public static async Task<Ok<Page<InterviewView>>> MineAsync([AsParameters] Paging paging, Caller caller, SchedulingDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok((await Own(db, caller).ToPageAsync(paging, Order, cancellationToken)).Select(InterviewView.Of));

    public static async Task<Results<Ok<InterviewView>, ProblemHttpResult>> GetAsync(
        Guid interviewId, Caller caller, SchedulingDbContext db, ProgrammeClock clock, CancellationToken cancellationToken) =>
        await db.Interviews.AsNoTracking().SingleOrDefaultAsync(i => i.Id == interviewId, cancellationToken) is { } interview
            && (IsOwn(interview, caller) || await OrganisesAsync(db, interview.EditionId, caller, clock, cancellationToken))
            ? TypedResults.Ok(InterviewView.Of(interview))
            : Interview.Unknown().ToProblem();

    // Former staff see nothing of the panels in which they sat.
    private static IQueryable<Interview> Own(SchedulingDbContext db, Caller caller)
    {
        var (me, staff) = (caller.PersonId, caller.IsStaff);
        var seat = JsonSerializer.Serialize(new[] { new { personId = me } });
        return db.Interviews.FromSql($"SELECT * FROM interviews WHERE person_id = {me} OR ({staff} AND panel @> {seat}::jsonb)").AsNoTracking();
    }

    private static bool IsOwn(Interview interview, Caller caller) =>
        interview.PersonId == caller.PersonId || (caller.IsStaff && interview.Panel.Any(seat => seat.PersonId == caller.PersonId));

    private static async Task<bool> OrganisesAsync(SchedulingDbContext db, Guid editionId, Caller caller, ProgrammeClock clock, CancellationToken cancellationToken) =>
        await db.FindEditionAsync(editionId, cancellationToken) is { } edition && edition.Admits(caller, clock.Today, EditionAccess.Organising);
}
