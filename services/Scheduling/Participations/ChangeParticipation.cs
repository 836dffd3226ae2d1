using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Replicas;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Scheduling.Participations;

/// <summary>A pause.</summary>
/// <param name="Until">The expected last day, if it is known. Never a reason.</param>
internal sealed record PauseRequest(DateOnly? Until = null);

/// <summary>A new employer.</summary>
/// <param name="OrganisationId">The organisation, from Identity's directory.</param>
/// <param name="Name">
/// The name, if the organisation isn't in the directory. A name from the directory is connected to its organisation. Null if the participant has no employer
/// for the time being.
/// </param>
/// <param name="From">The first day.</param>
internal sealed record EmployerChangeRequest(Guid? OrganisationId, [property: StringLength(TextLengths.OrganisationName), Name] string? Name, DateOnly From);

/// <summary>The organisation of an employer that is known by name only.</summary>
/// <param name="OrganisationId">The organisation, which must be active.</param>
internal sealed record EmployerConnectionRequest(Guid OrganisationId);

/// <summary>Pauses or resumes a participation, or changes its employer (R16).</summary>
internal static class ChangeParticipation
{
    public static Task<Results<Ok<ParticipationDetail>, ProblemHttpResult>> PauseAsync(
        Guid participationId, PauseRequest request, Caller caller, SchedulingDbContext db, ModuleDayCalendar moduleDays, ProgrammeClock clock,
        IPublishEndpoint publish, CancellationToken cancellationToken) =>
        ChangeAsync(
            participationId, Access.DeanAndProgrammeManager, caller, db, clock, publish,
            async (participation, now, token) =>
            {
                var outcome = participation.PauseFrom(clock.Today, request.Until, now);
                if (outcome.Refusal is null)
                {
                    await moduleDays.RemoveAsync(participation, participation.EditionId, now, token);
                }

                return outcome;
            },
            cancellationToken);

    public static Task<Results<Ok<ParticipationDetail>, ProblemHttpResult>> ResumeAsync(
        Guid participationId, Caller caller, SchedulingDbContext db, ModuleDayCalendar moduleDays, ProgrammeClock clock, IPublishEndpoint publish,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            participationId, Access.DeanAndProgrammeManager, caller, db, clock, publish,
            async (participation, now, token) =>
            {
                var outcome = participation.Resume(clock.Today, now);
                if (outcome.Refusal is null)
                {
                    await moduleDays.AddAsync(participation, now, token);
                }

                return outcome;
            },
            cancellationToken);

    public static Task<Results<Ok<ParticipationDetail>, ProblemHttpResult>> ChangeEmployerAsync(
        Guid participationId, EmployerChangeRequest request, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            participationId, Access.Organisers, caller, db, clock, publish,
            async (participation, now, token) =>
            {
                if (RefuseOwnOrganisation(caller) is { } ownOrganisation)
                {
                    return ownOrganisation;
                }

                var name = TextPolicy.NormalizeOrNull(request.Name);
                if (request.OrganisationId is not { } organisationId)
                {
                    var named = name is null ? null : await db.FindOrganisationByNameAsync(name, token);
                    return participation.ChangeEmployer(named?.OrganisationId, named?.Name ?? name, request.From, now);
                }

                return await db.FindActiveOrganisationAsync(organisationId, token) is { } organisation
                    ? participation.ChangeEmployer(organisation.OrganisationId, organisation.Name, request.From, now)
                    : Refusals.OrganisationUnknown;
            },
            cancellationToken);

    public static Task<Results<Ok<ParticipationDetail>, ProblemHttpResult>> ConnectEmployerAsync(
        Guid participationId, EmployerConnectionRequest request, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            participationId, Access.Organisers, caller, db, clock, publish,
            async (participation, now, token) =>
            {
                if (RefuseOwnOrganisation(caller) is { } ownOrganisation)
                {
                    return ownOrganisation;
                }

                return await db.FindActiveOrganisationAsync(request.OrganisationId, token) is { } organisation
                    ? participation.ConnectEmployer(organisation, now)
                    : Refusals.OrganisationUnknown;
            },
            cancellationToken);

    // An employer has access from its first day on. A contact of several organisations chooses one for the token, so contacts can't choose an employer at
    // all.
    private static Refusal? RefuseOwnOrganisation(Caller caller) => caller.OrganisationId is null ? null : Refusals.OwnOrganisation;

    private static async Task<Results<Ok<ParticipationDetail>, ProblemHttpResult>> ChangeAsync(
        Guid participationId, TeamRole[] roles, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish,
        Func<Participation, DateTimeOffset, CancellationToken, Task<Outcome<ParticipationChanged>>> change, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Participation>(
            async token =>
            {
                if ((await db.LockParticipationAsync(participationId, caller, clock.Today, roles, token)).IsRefused(out var refusal, out var found))
                {
                    return refusal;
                }

                if ((await change(found.Participation, clock.GetUtcNow(), token)).IsRefused(out refusal, out var changed))
                {
                    return refusal;
                }

                await publish.Publish(changed, token);
                return found.Participation;
            },
            cancellationToken);
        return outcome.ToOk(participation => ParticipationDetail.Of(participation, withReason: false, withReferences: true));
    }
}
