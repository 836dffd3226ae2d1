using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Editions;

/// <summary>
/// Gives somebody a part in the team of an edition (R5), or ends it. While the edition is a draft any staff do it;
/// from then on the parts open doors, and dean or programme manager do, or an administrator.
/// </summary>
internal static class AppointTeamMember
{
    /// <param name="PersonId">The person; has to be appointed as staff.</param>
    /// <param name="Part">The part.</param>
    /// <param name="From">The first day.</param>
    /// <param name="Until">The last day; open when left out.</param>
    /// <param name="Deputy">Stands in for who holds the part.</param>
    internal sealed record Request(
        Guid PersonId, [property: DeniedValues(TeamPart.Unknown)] TeamPart Part, DateOnly From, DateOnly? Until = null, bool Deputy = false);

    /// <param name="Until">The last day.</param>
    internal sealed record EndRequest(DateOnly Until);

    public static async Task<Results<Created<TeamMemberView>, ProblemHttpResult>> HandleAsync(
        Guid editionId, Request request, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        if (await db.FindEditionAsync(editionId, cancellationToken) is not { } edition)
        {
            return EditionAccess.Unknown().ToProblem();
        }

        if (Refuses(edition, caller, clock.Today) is { } forbidden)
        {
            return forbidden.ToProblem();
        }

        var person = await db.People.FindAsync([request.PersonId], cancellationToken);
        if (edition.Appoint(person, request.Part, request.Deputy, request.From, request.Until, clock.GetUtcNow()).IsRefused(out var refusal, out var member))
        {
            return refusal.ToProblem();
        }

        await publish.Publish(edition.State(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/scheduling/v1/editions/{edition.Id}", TeamMemberView.Of(member));
    }

    public static async Task<Results<Ok<TeamMemberView>, ProblemHttpResult>> EndAsync(
        Guid editionId, Guid memberId, EndRequest request, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<TeamMember>(
            async token =>
            {
                // Under the lock nobody books them into a panel meanwhile.
                if (!await db.LockEditionAsync(editionId, token) || await db.FindEditionAsync(editionId, token) is not { } edition)
                {
                    return EditionAccess.Unknown();
                }

                if (Refuses(edition, caller, clock.Today) is { } forbidden)
                {
                    return forbidden;
                }

                if (edition.Team.FirstOrDefault(m => m.Id == memberId) is not { } member)
                {
                    return Refusal.NotFound("scheduling.team-member-unknown", "There is no such part in the team of this edition.");
                }

                var booked = (await db.Interviews.AsNoTracking().Where(i => i.EditionId == editionId && i.Status == InterviewStatus.Booked).ToListAsync(token))
                    .Where(i => i.Panel.Any(seat => seat.PersonId == member.PersonId && seat.Part == member.Part)).Select(i => ProgrammeClock.DayOf(i.StartsAt));
                if (edition.EndPart(member, request.Until, booked, clock.GetUtcNow()).IsRefused(out var refusal, out _))
                {
                    return refusal;
                }

                await publish.Publish(edition.State(), token);
                return member;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var ended) ? refused.ToProblem() : TypedResults.Ok(TeamMemberView.Of(ended));
    }

    private static Refusal? Refuses(Edition edition, Caller caller, DateOnly today) => (edition.Status, caller) switch
    {
        (EditionStatus.Draft, { IsStaff: true }) => null,
        (_, { IsAdministrator: true }) => null,
        _ => edition.Refuses(caller, today, EditionAccess.Leading),
    };
}
