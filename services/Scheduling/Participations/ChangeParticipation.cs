using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Scheduling.Participations;

/// <summary>Pauses a participation, lets it go on, or notes a change of employer (R16).</summary>
internal static class ChangeParticipation
{
    /// <param name="Until">The last day, where it is expected. Never a reason.</param>
    internal sealed record PauseRequest(DateOnly? Until = null);

    /// <param name="OrganisationId">The municipality, where it has an account here.</param>
    /// <param name="Name">Its name; null where there is no employer for the time being, or where the municipality has an account.</param>
    /// <param name="From">The first day.</param>
    internal sealed record EmployerRequest(Guid? OrganisationId, [property: StringLength(TextLengths.OrganisationName), Name] string? Name, DateOnly From);

    public static Task<Results<Ok<ParticipationView>, ProblemHttpResult>> PauseAsync(
        Guid participationId, PauseRequest request, Caller caller, SchedulingDbContext db, Roster roster, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken) =>
        OnParticipationAsync<ParticipationPaused>(
            participationId, EditionAccess.Leading, caller, db, clock, publish,
            async (participation, now, token) =>
            {
                var outcome = participation.PauseFrom(clock.Today, request.Until, now);
                if (outcome.Refusal is null)
                {
                    await roster.LeaveAsync(participation, participation.EditionId, now, token);
                }

                return outcome;
            },
            cancellationToken);

    public static Task<Results<Ok<ParticipationView>, ProblemHttpResult>> ResumeAsync(
        Guid participationId, Caller caller, SchedulingDbContext db, Roster roster, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken) =>
        OnParticipationAsync<ParticipationResumed>(
            participationId, EditionAccess.Leading, caller, db, clock, publish,
            async (participation, now, token) =>
            {
                var outcome = participation.Resume(clock.Today, now);
                if (outcome.Refusal is null)
                {
                    await roster.EnterAsync(participation, now, token);
                }

                return outcome;
            },
            cancellationToken);

    public static Task<Results<Ok<ParticipationView>, ProblemHttpResult>> ChangeEmployerAsync(
        Guid participationId, EmployerRequest request, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken) =>
        OnParticipationAsync<ParticipationChanged>(
            participationId, EditionAccess.Organising, caller, db, clock, publish,
            async (participation, now, token) =>
            {
                // A new employer reads from its first day on, so a caller doesn't choose the organisation that they speak for.
                if (request.OrganisationId is not null && request.OrganisationId == caller.OrganisationId)
                {
                    return Refusal.Forbidden("scheduling.own-organisation", "No one makes the organisation that they speak for an employer. Ask another member of the team.");
                }

                var name = request.Name;
                if (request.OrganisationId is { } organisationId)
                {
                    if (await db.Organisations.FindAsync([organisationId], token) is not { } organisation)
                    {
                        return Refusal.Conflict("scheduling.organisation-unknown", "There is no such organisation.");
                    }

                    name = organisation.Name;
                }

                return participation.ChangeEmployer(request.OrganisationId, TextPolicy.IsBlank(name) ? null : name.Trim(), request.From, now);
            },
            cancellationToken);

    private static async Task<Results<Ok<ParticipationView>, ProblemHttpResult>> OnParticipationAsync<T>(
        Guid participationId, TeamPart[] parts, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish,
        Func<Participation, DateTimeOffset, CancellationToken, Task<Outcome<T>>> change, CancellationToken cancellationToken)
        where T : ParticipationChanged
    {
        var outcome = await db.InTransactionAsync<Participation>(
            async token =>
            {
                if (await db.FindParticipationAsync(participationId, token) is not var (edition, participation))
                {
                    return Participation.Unknown();
                }

                if ((edition.Refuses(caller, clock.Today, parts) ?? EditionAccess.RefusesOwn(caller, participation.PersonId)) is { } forbidden)
                {
                    return forbidden;
                }

                if ((await change(participation, clock.GetUtcNow(), token)).IsRefused(out var refusal, out var changed))
                {
                    return refusal;
                }

                await publish.Publish(changed, token);
                return participation;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var result) ? refused.ToProblem() : TypedResults.Ok(ParticipationView.Of(result, withReason: false));
    }
}
