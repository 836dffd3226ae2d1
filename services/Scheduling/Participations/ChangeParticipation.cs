using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Scheduling.Participations;

/// <summary>Pauses a participation, lets it go on, or notes a change of employer (R16).</summary>
internal static class ChangeParticipation
{
    /// <param name="Until">The last day, where it is expected. Never a reason.</param>
    internal sealed record PauseRequest(DateOnly? Until = null);

    /// <param name="OrganisationId">The organisation, as found in Identity's directory.</param>
    /// <param name="Name">
    /// Its name, where it is not in the directory; a name that is in the directory is connected to its organisation. Null where there is no employer for the time being.
    /// </param>
    /// <param name="From">The first day.</param>
    internal sealed record EmployerRequest(Guid? OrganisationId, [property: StringLength(TextLengths.OrganisationName), Name] string? Name, DateOnly From);

    /// <param name="OrganisationId">The organisation that the employer is. It must be active.</param>
    internal sealed record ConnectEmployerRequest(Guid OrganisationId);

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
                if (RefuseOwnOrganisation(caller) is { } own)
                {
                    return own;
                }

                var name = TextPolicy.Tidy(request.Name);
                var organisation = request.OrganisationId is { } organisationId
                    ? await db.ActiveOrganisationAsync(organisationId, token)
                    : name is null ? null : await db.OrganisationNamedAsync(name, token);
                return request.OrganisationId is not null && organisation is null
                    ? OrganisationUnknown
                    : participation.ChangeEmployer(organisation?.OrganisationId, organisation?.Name ?? name, request.From, now);
            },
            cancellationToken);

    public static Task<Results<Ok<ParticipationView>, ProblemHttpResult>> ConnectEmployerAsync(
        Guid participationId,
        ConnectEmployerRequest request,
        Caller caller,
        SchedulingDbContext db,
        ProgrammeClock clock,
        IPublishEndpoint publish,
        CancellationToken cancellationToken) =>
        OnParticipationAsync<ParticipationChanged>(
            participationId, EditionAccess.Organising, caller, db, clock, publish,
            async (participation, now, token) =>
            {
                if (RefuseOwnOrganisation(caller) is { } own)
                {
                    return own;
                }

                return await db.ActiveOrganisationAsync(request.OrganisationId, token) is { } organisation
                    ? participation.ConnectEmployer(organisation, now)
                    : OrganisationUnknown;
            },
            cancellationToken);

    // An employer reads from its first day on. A token speaks for one organisation, and a contact of several chooses which: so no contact chooses any.
    private static Refusal? RefuseOwnOrganisation(Caller caller) => caller.OrganisationId is null ? null : Refusal.Forbidden(
        "scheduling.own-organisation", "No one who speaks for an organisation chooses or connects an employer. Ask another member of the team.");

    private static Refusal OrganisationUnknown { get; } = Refusal.Conflict("scheduling.organisation-unknown", "Organisation not found.");

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
        return outcome.IsRefused(out var refused, out var result)
            ? refused.ToProblem()
            : TypedResults.Ok(ParticipationView.Of(result, withReason: false, withReferences: true));
    }
}
