using System.ComponentModel.DataAnnotations;
using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Participations;

/// <summary>A participation as the employer sees it.</summary>
/// <param name="ParticipationId">The id of the participation.</param>
/// <param name="DisplayName">The participant's name.</param>
/// <param name="EmployedFrom">The first day of the employment. The employer sees nothing from before it.</param>
/// <param name="EditionId">The edition that the participation is in now.</param>
/// <param name="EditionName">The name of the edition.</param>
/// <param name="StartsOn">The edition's first day, as precisely as it is known.</param>
/// <param name="EndsOn">The edition's last day, as precisely as it is known.</param>
/// <param name="Status">The status of the participation.</param>
/// <param name="StatusSince">When the status was set, UTC; null if that was before the employment.</param>
/// <param name="Pauses">The pauses since the employment.</param>
/// <param name="Attendance">
/// Whether the attendance obligation is met since the employment: <c>notYet</c> while modules haven't ended or aren't recorded, and if no module falls in the
/// employment.
/// </param>
/// <param name="ExternalReference">Your own reference, from the nomination or the agreement.</param>
/// <param name="AgreementId">The agreement that you granted in Intake; null for an employer that came after the admission.</param>
/// <param name="ApplicationId">The application that you granted it for.</param>
/// <param name="NominationId">Your nomination that led to the application.</param>
internal sealed record EmployerParticipationDetail(
    Guid ParticipationId, string DisplayName, DateOnly EmployedFrom, Guid EditionId, string EditionName, PartialDate? StartsOn, PartialDate? EndsOn,
    ParticipationStatus Status, DateTimeOffset? StatusSince, IReadOnlyList<PauseDetail> Pauses, EmployerAttendance Attendance,
    string? ExternalReference, Guid? AgreementId, Guid? ApplicationId, Guid? NominationId)
{
    public static EmployerParticipationDetail Of(Participation participation, Employment employment, Edition edition, AttendanceStatus attendance) => new(
        participation.Id,
        participation.DisplayName,
        employment.From,
        edition.Id,
        edition.Name,
        edition.StartsOn,
        edition.EndsOn,
        participation.Status,
        ProgrammeClock.DayOf(participation.StatusSince) >= employment.From ? participation.StatusSince : null,
        PauseDetail.Of(participation.Pauses.Where(pause => pause.From >= employment.From)),
        attendance.ToEmployerAttendance(),
        employment.ExternalReference,
        employment.AgreementId,
        // A new employer sees nothing from before (R16), and the application is from before.
        employment.AgreementId is null ? null : participation.ApplicationId,
        employment.NominationId);
}

/// <summary>The filters of an employer's list of participations.</summary>
/// <param name="EditionId">Only participations in this edition.</param>
/// <param name="ExternalReference">Only participations with this reference of yours, exactly as you gave it.</param>
internal sealed record EmployerParticipationFilter(
    [property: FromQuery(Name = "editionId")] Guid? EditionId,
    [property: FromQuery(Name = "externalReference"), MaxLength(Employment.MaximumReferenceLength)] string? ExternalReference);

/// <summary>
/// What an employer sees of its employees: status, dates, and attendance as met, not met or not yet (R46). Only while it employs them,
/// and nothing from before (R16); no reasons, and no texts of other people.
/// </summary>
internal static class GetEmployerParticipations
{
    public static async Task<Ok<Page<EmployerParticipationDetail>>> ListAsync(
        [AsParameters] EmployerParticipationFilter filter, [AsParameters] Paging paging, Caller caller, SchedulingDbContext db,
        AttendanceEvaluator evaluator, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var page = await db.ParticipationsEmployedBy(caller, TextPolicy.NormalizeOrNull(filter.ExternalReference), clock.Today)
            .Where(p => filter.EditionId == null || p.EditionId == filter.EditionId)
            .ToPageAsync(paging, GetParticipations.Order, cancellationToken);
        var details = await DetailsAsync(page.Items, caller, db, evaluator, clock, cancellationToken);
        return TypedResults.Ok(new Page<EmployerParticipationDetail>(details, page.Next));
    }

    public static async Task<Results<Ok<EmployerParticipationDetail>, ProblemHttpResult>> GetAsync(
        Guid participationId, Caller caller, SchedulingDbContext db, AttendanceEvaluator evaluator, ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var found = await db.ParticipationsEmployedBy(caller, null, clock.Today).Where(p => p.Id == participationId).ToListAsync(cancellationToken);
        return await DetailsAsync(found, caller, db, evaluator, clock, cancellationToken) is [var detail]
            ? TypedResults.Ok(detail)
            : Refusals.ParticipationUnknown.ToProblem();
    }

    private static async Task<IReadOnlyList<EmployerParticipationDetail>> DetailsAsync(
        IReadOnlyList<Participation> participations, Caller caller, SchedulingDbContext db, AttendanceEvaluator evaluator, ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var editionIds = participations.Select(p => p.EditionId).Distinct().ToList();
        var editions = await db.Editions.Include(e => e.Modules).AsNoTracking()
            .Where(e => editionIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellationToken);
        var facts = await evaluator.LoadFactsAsync(editions.Values, [.. participations.Select(p => p.Id)], cancellationToken);
        return [.. participations.Select(participation =>
        {
            var employment = participation.Employers.First(e => e.OrganisationId == caller.OrganisationId && e.EmploysOn(clock.Today));
            var evaluation = facts[participation.EditionId].Evaluate(participation, clock.GetUtcNow(), since: employment.From);
            return EmployerParticipationDetail.Of(participation, employment, editions[participation.EditionId], evaluation.Status);
        })];
    }
}
