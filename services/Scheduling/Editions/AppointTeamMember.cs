using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Editions;

/// <summary>
/// Gives a person a role in the team of an edition (R5), or ends it. The dean or the programme manager does it; <see cref="AppointmentRules"/> says who
/// appoints the first of them.
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
        Guid editionId, Request request, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish, ILogger<TeamMember> logger,
        CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<TeamMember>(
            async token =>
            {
                // Under the lock the first dean is appointed once, also when two administrators do it at the same time.
                if (!await db.LockEditionAsync(editionId, token) || await db.FindEditionAsync(editionId, token) is not { } edition)
                {
                    return EditionAccess.Unknown();
                }

                var hasLead = await db.HasLeadAsync(edition, clock.Today, token);
                if (AppointmentRules.RefuseAppointment(edition, caller, request.PersonId, request.Part, hasLead, clock.Today) is { } forbidden)
                {
                    return forbidden;
                }

                var person = await db.People.FindAsync([request.PersonId], token);
                if (edition.Appoint(person, request.Part, request.Deputy, request.From, request.Until, clock.GetUtcNow()).IsRefused(out var refusal, out var member))
                {
                    return refusal;
                }

                await publish.Publish(edition.State(), token);
                return member;
            },
            cancellationToken);
        if (outcome.IsRefused(out var refused, out var appointed))
        {
            return refused.ToProblem();
        }

        logger.LogInformation(
            "Person {PersonId} is {Role} of edition {EditionId} from {From:yyyy-MM-dd}, appointed by {AppointedBy}.",
            appointed.PersonId, appointed.Part, editionId, appointed.From, caller.PersonId);
        return TypedResults.Created($"/scheduling/v1/editions/{editionId}", TeamMemberView.Of(appointed));
    }

    public static async Task<Results<Ok<TeamMemberView>, ProblemHttpResult>> EndAsync(
        Guid editionId, Guid memberId, EndRequest request, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish, ILogger<TeamMember> logger,
        CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<TeamMember>(
            async token =>
            {
                // Under the lock nobody books them into a panel meanwhile.
                if (!await db.LockEditionAsync(editionId, token) || await db.FindEditionAsync(editionId, token) is not { } edition)
                {
                    return EditionAccess.Unknown();
                }

                var member = edition.Team.FirstOrDefault(m => m.Id == memberId);
                var leftStaff = member is not null && !await db.People.AnyAsync(person => person.PersonId == member.PersonId && person.IsStaff, token);
                if (AppointmentRules.RefuseEnding(edition, caller, leftStaff, clock.Today) is { } forbidden)
                {
                    return forbidden;
                }

                if (member is null)
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
        if (outcome.IsRefused(out var refused, out var ended))
        {
            return refused.ToProblem();
        }

        logger.LogInformation(
            "Person {PersonId} is {Role} of edition {EditionId} until {Until:yyyy-MM-dd}, ended by {EndedBy}.",
            ended.PersonId, ended.Part, editionId, ended.Until, caller.PersonId);
        return TypedResults.Ok(TeamMemberView.Of(ended));
    }
}
