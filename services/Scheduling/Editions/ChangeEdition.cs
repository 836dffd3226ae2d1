using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Attendance;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Metropool.Scheduling.Editions;

/// <summary>The corrected dates of an edition.</summary>
/// <param name="StartsOn">The first day, as precisely as it is known, such as <c>2026-10-26</c> or <c>2026-10</c>.</param>
/// <param name="EndsOn">The last day, as precisely as it is known.</param>
/// <param name="DurationMonths">The stated duration in months.</param>
/// <param name="IntakeDays">The days of the intake interviews.</param>
/// <param name="Reason">Why they are corrected.</param>
internal sealed record EditionDatesRequest(
    PartialDate? StartsOn, PartialDate? EndsOn, [property: Range(1, EditionRules.MaximumMonths)] int? DurationMonths,
    [property: MaxLength(EditionRules.MaximumIntakeDays)] IReadOnlyList<StatedDay> IntakeDays,
    [property: Required, StringLength(500), Multiline] string Reason) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IntakeDays.Select(day => day.Date).Distinct().Count() < IntakeDays.Count)
        {
            yield return new("An intake day occurs twice.", [nameof(IntakeDays)]);
        }

        foreach (var (date, name) in new[] { (StartsOn, nameof(StartsOn)), (EndsOn, nameof(EndsOn)) })
        {
            if (date is { } known && !EditionRules.IsSupported(known))
            {
                yield return new(EditionRules.UnsupportedDate, [name]);
            }
        }
    }
}

/// <summary>What the brochure leaves open, decided for an edition.</summary>
/// <param name="AttendanceCountsPer">What counts as missed (R18).</param>
/// <param name="IntakeInterviewMinutes">The length of an intake interview, unless the booking has another.</param>
/// <param name="DevelopmentInterviewMinutes">The length of a development interview, unless the booking has another.</param>
/// <param name="FinalInterviewMinutes">The length of a final interview, unless the booking has another.</param>
internal sealed record EditionSettingsRequest(
    AttendanceUnit AttendanceCountsPer,
    [property: Range(10, 240)] int IntakeInterviewMinutes,
    [property: Range(10, 240)] int DevelopmentInterviewMinutes,
    [property: Range(10, 240)] int FinalInterviewMinutes);

/// <summary>Corrects the dates of an edition, or sets what the brochure leaves open.</summary>
internal static class ChangeEdition
{
    public static Task<Results<Ok<EditionDetail>, ProblemHttpResult>> SetDatesAsync(
        Guid editionId, EditionDatesRequest request, IfMatch ifMatch, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            editionId, ifMatch, caller, db, clock, publish,
            async (edition, token) =>
            {
                var booked = await db.Interviews.AsNoTracking()
                    .Where(i => i.EditionId == editionId && i.Kind == InterviewKind.Intake && i.Status == InterviewStatus.Booked)
                    .Select(i => i.StartsAt).ToListAsync(token);
                return edition.CorrectDates(request, booked.Select(ProgrammeClock.DayOf).ToHashSet(), clock.GetUtcNow());
            },
            cancellationToken);

    public static Task<Results<Ok<EditionDetail>, ProblemHttpResult>> SetSettingsAsync(
        Guid editionId, EditionSettingsRequest request, IfMatch ifMatch, Caller caller, SchedulingDbContext db, AttendanceEvaluator evaluator,
        ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken) =>
        ChangeAsync(
            editionId, ifMatch, caller, db, clock, publish,
            async (edition, token) =>
            {
                var now = clock.GetUtcNow();
                var settings = new EditionSettings(
                    request.AttendanceCountsPer, request.IntakeInterviewMinutes, request.DevelopmentInterviewMinutes, request.FinalInterviewMinutes);
                var outcome = edition.ChangeSettings(settings, now);
                if (outcome.Refusal is null)
                {
                    await evaluator.ReevaluateAsync(edition, now, token);
                }

                return outcome;
            },
            cancellationToken);

    private static async Task<Results<Ok<EditionDetail>, ProblemHttpResult>> ChangeAsync(
        Guid editionId, IfMatch ifMatch, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish,
        Func<Edition, CancellationToken, Task<Outcome<EditionChanged>>> change, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Edition>(
            async token =>
            {
                if ((await db.LockEditionAsync(editionId, caller, clock.Today, Access.DeanAndProgrammeManager, token))
                    .IsRefused(out var refusal, out var edition))
                {
                    return refusal;
                }

                if (ifMatch.Mismatch(edition.Version) is { } mismatch)
                {
                    return mismatch;
                }

                if ((await change(edition, token)).IsRefused(out refusal, out var changed))
                {
                    return refusal;
                }

                await publish.Publish(changed, token);
                return edition;
            },
            cancellationToken);
        return outcome.ToOk(EditionDetail.ForStaff);
    }
}
