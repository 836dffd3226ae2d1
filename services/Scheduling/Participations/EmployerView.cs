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
    /// <param name="EditionName">The edition.</param>
    /// <param name="StartsOn">The edition's first day, as precisely as it is known.</param>
    /// <param name="EndsOn">The edition's last day, as precisely as it is known.</param>
    /// <param name="Status">Where the participation stands.</param>
    /// <param name="StatusSince">Since when; null where that was before the employment.</param>
    /// <param name="Pauses">When it was paused, since the employment.</param>
    /// <param name="Attendance">
    /// Whether the attendance obligation is met, since the employment: <c>notYet</c> while modules are still to come or await recording.
    /// </param>
    internal sealed record View(
        Guid ParticipationId, string DisplayName, DateOnly EmployedFrom, string EditionName, PartialDate? StartsOn, PartialDate? EndsOn,
        ParticipationStatus Status, DateTimeOffset? StatusSince, IReadOnlyList<PauseView> Pauses, AttendanceStatus Attendance);

    public static async Task<Ok<Page<View>>> ListAsync(
        [AsParameters] Paging paging, Caller caller, SchedulingDbContext db, Standings standings, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var (organisation, today) = (caller.OrganisationId!.Value, clock.Today);
        var page = await ParticipationQueries.Whole(db).AsNoTracking()
            .Where(p => p.Employers.Any(e => e.OrganisationId == organisation && e.From <= today && (e.Until == null || e.Until >= today)))
            .ToPageAsync(paging, ParticipationQueries.Order, cancellationToken);
        var editionIds = page.Items.Select(p => p.EditionId).Distinct().ToList();
        var editions = await db.Editions.Include(e => e.Modules).AsNoTracking().Where(e => editionIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellationToken);
        var facts = new Dictionary<Guid, AttendanceFacts>();
        foreach (var edition in editions.Values)
        {
            facts[edition.Id] = await standings.FactsAsync(edition, [.. page.Items.Where(p => p.EditionId == edition.Id).Select(p => p.Id)], cancellationToken);
        }

        return TypedResults.Ok(page.Select(participation =>
        {
            var employment = participation.Employers.First(e => e.OrganisationId == organisation && e.EmploysOn(today));
            var judgement = facts[participation.EditionId].Judge(participation, clock.GetUtcNow(), since: employment.From);
            return ViewOf(participation, employment, editions[participation.EditionId], judgement.Standing);
        }));
    }

    private static View ViewOf(Participation participation, Employment employment, Edition edition, AttendanceStanding standing) => new(
        participation.Id,
        participation.DisplayName,
        employment.From,
        edition.Name,
        edition.StartsOn,
        edition.EndsOn,
        participation.Status,
        ProgrammeClock.DayOf(participation.StatusSince) >= employment.From ? participation.StatusSince : null,
        [.. participation.Pauses.Where(pause => pause.From >= employment.From).OrderBy(pause => pause.From).Select(pause => new PauseView(pause.From, pause.Until))],
        standing.ToStatus());
}
