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

/// <summary>A role to give to a person.</summary>
/// <param name="PersonId">The person, who must be appointed as staff.</param>
/// <param name="Role">The role.</param>
/// <param name="From">The first day, in Europe/Amsterdam.</param>
/// <param name="Until">The last day; open if omitted.</param>
/// <param name="Deputy">Whether the person stands in for the holder of the role.</param>
internal sealed record TeamAppointmentRequest(
    Guid PersonId, [property: DeniedValues(TeamRole.Unknown)] TeamRole Role, DateOnly From, DateOnly? Until = null, bool Deputy = false);

/// <summary>The end of a role.</summary>
/// <param name="Until">The last day, in Europe/Amsterdam.</param>
internal sealed record TeamRoleEndRequest(DateOnly Until);

/// <summary>
/// Gives a person a role in the team of an edition (R5), or ends it. The dean or the programme manager does it; <see cref="AppointmentRules"/> has the rules
/// for the first of them.
/// </summary>
internal static class AppointTeamMember
{
    public static async Task<Results<Created<TeamMemberDetail>, ProblemHttpResult>> HandleAsync(
        Guid editionId, TeamAppointmentRequest request, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish,
        ILogger<TeamMember> logger, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<TeamMember>(
            async token =>
            {
                // The lock keeps two administrators from appointing a first dean at the same time.
                await db.LockEditionAsync(editionId, token);
                if (await db.FindEditionAsync(editionId, token) is not { } edition)
                {
                    return Refusals.EditionUnknown;
                }

                var hasLead = await db.HasLeadAsync(edition, clock.Today, token);
                if (AppointmentRules.RefuseAppointment(edition, caller, request.PersonId, request.Role, hasLead, clock.Today) is { } forbidden)
                {
                    return forbidden;
                }

                var person = await db.People.FindAsync([request.PersonId], token);
                var appointment = edition.Appoint(person, request.Role, request.Deputy, request.From, request.Until, clock.GetUtcNow());
                if (appointment.Refusal is null)
                {
                    await publish.Publish(edition.State(EditionChange.Updated), token);
                }

                return appointment;
            },
            cancellationToken);
        if (!outcome.IsRefused(out _, out var member))
        {
            logger.LogInformation(
                "Person {PersonId} is {Role} of edition {EditionId} from {From:yyyy-MM-dd}, appointed by {AppointedBy}.",
                member.PersonId, member.Role, editionId, member.From, caller.PersonId);
        }

        return outcome.ToCreated(_ => $"/scheduling/v1/editions/{editionId}", TeamMemberDetail.Of);
    }

    public static async Task<Results<Ok<TeamMemberDetail>, ProblemHttpResult>> EndAsync(
        Guid editionId, Guid memberId, TeamRoleEndRequest request, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish,
        ILogger<TeamMember> logger, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<TeamMember>(
            async token =>
            {
                // The lock keeps the person from being booked onto a panel at the same time.
                await db.LockEditionAsync(editionId, token);
                if (await db.FindEditionAsync(editionId, token) is not { } edition)
                {
                    return Refusals.EditionUnknown;
                }

                var member = edition.Team.FirstOrDefault(m => m.Id == memberId);
                var leftStaff = member is not null && !await db.People.AnyAsync(person => person.PersonId == member.PersonId && person.IsStaff, token);
                if (AppointmentRules.RefuseEnding(edition, caller, leftStaff, clock.Today) is { } forbidden)
                {
                    return forbidden;
                }

                if (member is null)
                {
                    return Refusals.TeamMemberUnknown;
                }

                var booked = await db.Interviews.AsNoTracking()
                    .Where(i => i.EditionId == editionId && i.Status == InterviewStatus.Booked).ToListAsync(token);
                var panelDays = booked.Where(i => i.Panel.Any(seat => seat.PersonId == member.PersonId && seat.Role == member.Role))
                    .Select(i => ProgrammeClock.DayOf(i.StartsAt));
                var end = edition.EndRole(member, request.Until, panelDays, clock.GetUtcNow());
                if (end.Refusal is null)
                {
                    await publish.Publish(edition.State(EditionChange.Updated), token);
                }

                return end;
            },
            cancellationToken);
        if (!outcome.IsRefused(out _, out var ended))
        {
            logger.LogInformation(
                "Person {PersonId} is {Role} of edition {EditionId} until {Until:yyyy-MM-dd}, ended by {EndedBy}.",
                ended.PersonId, ended.Role, editionId, ended.Until, caller.PersonId);
        }

        return outcome.ToOk(TeamMemberDetail.Of);
    }
}
