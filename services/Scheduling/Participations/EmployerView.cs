using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Participations;

/// <summary>
/// What an employer sees of its own people: status, dates, and attendance as met, not met or not yet (R46). Only while it employs them,
/// and nothing from before (R16); no reason of anything, and nothing that anybody wrote.
/// </summary>
internal static class EmployerView
{
    /// <summary>A participation as the employer sees it.</summary>
    /// <param name="ParticipationId">The participation.</param>
    /// <param name="DisplayName">The participant's name as it is shown.</param>
    /// <param name="EmployedFrom">From when on the employer sees anything.</param>
    /// <param name="EditionId">The edition that the participation is in now.</param>
    /// <param name="EditionName">The edition's name.</param>
    /// <param name="StartsOn">The edition's first day, as precisely as it is known.</param>
    /// <param name="EndsOn">The edition's last day, as precisely as it is known.</param>
    /// <param name="Status">Where the participation stands.</param>
    /// <param name="StatusSince">Since when; null where that was before the employment.</param>
    /// <param name="Pauses">When it was paused, since the employment.</param>
    /// <param name="Attendance">
    /// Whether the attendance obligation is met, since the employment: <c>notYet</c> while modules are still to come or await recording, and where none falls
    /// in the employment.
    /// </param>
    /// <param name="ExternalReference">Your own reference, from the nomination or the agreement.</param>
    /// <param name="AgreementId">The agreement that you granted in Intake; null for an employer that came after the admission.</param>
    /// <param name="ApplicationId">The application that you granted it for.</param>
    /// <param name="NominationId">Your nomination that led to the application.</param>
    internal sealed record View(
        Guid ParticipationId, string DisplayName, DateOnly EmployedFrom, Guid EditionId, string EditionName, PartialDate? StartsOn, PartialDate? EndsOn,
        ParticipationStatus Status, DateTimeOffset? StatusSince, IReadOnlyList<PauseView> Pauses, AttendanceStatus Attendance,
        string? ExternalReference, Guid? AgreementId, Guid? ApplicationId, Guid? NominationId);

    public static async Task<Ok<Page<View>>> ListAsync(
        [Description("Only in this edition.")] Guid? editionId,
        [MaxLength(Employment.LongestReference), Description("Only with this reference of yours, exactly as you gave it.")] string? externalReference,
        [AsParameters] Paging paging,
        Caller caller,
        SchedulingDbContext db,
        Standings standings,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var participations = EmployedBy(caller, externalReference, db, clock.Today);
        if (editionId is not null)
        {
            participations = participations.Where(p => p.EditionId == editionId);
        }

        var page = await participations.ToPageAsync(paging, ParticipationQueries.Order, cancellationToken);
        return TypedResults.Ok(new Page<View>(await ViewsAsync(page.Items, caller, db, standings, clock, cancellationToken), page.Next));
    }

    public static async Task<Results<Ok<View>, ProblemHttpResult>> GetAsync(
        Guid participationId, Caller caller, SchedulingDbContext db, Standings standings, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var found = await EmployedBy(caller, null, db, clock.Today).Where(p => p.Id == participationId).ToListAsync(cancellationToken);
        return await ViewsAsync(found, caller, db, standings, clock, cancellationToken) is [var view]
            ? TypedResults.Ok(view)
            : Participation.Unknown().ToProblem();
    }

    /// <summary>The participations that the calling organisation employs today, with its own reference where one is given.</summary>
    private static IQueryable<Participation> EmployedBy(Caller caller, string? externalReference, SchedulingDbContext db, DateOnly today)
    {
        var organisation = caller.OrganisationId!.Value;
        var reference = TextPolicy.Tidy(externalReference);
        return ParticipationQueries.Whole(db).AsNoTracking().Where(p => p.Employers.Any(e =>
            e.OrganisationId == organisation && e.From <= today && (e.Until == null || e.Until >= today)
            && (reference == null || e.ExternalReference == reference)));
    }

    private static async Task<IReadOnlyList<View>> ViewsAsync(
        IReadOnlyList<Participation> participations,
        Caller caller,
        SchedulingDbContext db,
        Standings standings,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var editionIds = participations.Select(p => p.EditionId).Distinct().ToList();
        var editions = await db.Editions.Include(e => e.Modules).AsNoTracking().Where(e => editionIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellationToken);
        var facts = new Dictionary<Guid, AttendanceFacts>();
        foreach (var edition in editions.Values)
        {
            Guid[] ids = [.. participations.Where(p => p.EditionId == edition.Id).Select(p => p.Id)];
            facts[edition.Id] = await standings.FactsAsync(edition, ids, cancellationToken);
        }

        return [.. participations.Select(participation =>
        {
            var employment = participation.Employers.First(e => e.OrganisationId == caller.OrganisationId && e.EmploysOn(clock.Today));
            var judgement = facts[participation.EditionId].Judge(participation, clock.GetUtcNow(), since: employment.From);
            return ViewOf(participation, employment, editions[participation.EditionId], judgement.Standing);
        })];
    }

    private static View ViewOf(Participation participation, Employment employment, Edition edition, AttendanceStanding standing) => new(
        participation.Id,
        participation.DisplayName,
        employment.From,
        edition.Id,
        edition.Name,
        edition.StartsOn,
        edition.EndsOn,
        participation.Status,
        ProgrammeClock.DayOf(participation.StatusSince) >= employment.From ? participation.StatusSince : null,
        [.. participation.Pauses.Where(pause => pause.From >= employment.From).OrderBy(pause => pause.From).Select(pause => new PauseView(pause.From, pause.Until))],
        standing.ToStatus(),
        employment.ExternalReference,
        employment.AgreementId,
        // A new employer sees nothing from before (R16): the application is from before.
        employment.AgreementId is null ? null : participation.ApplicationId,
        employment.NominationId);
}
