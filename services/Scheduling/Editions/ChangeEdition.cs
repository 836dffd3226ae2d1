using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Metropool.Scheduling.Editions;

/// <summary>Corrects the dates of an edition, or sets what the brochure leaves open.</summary>
internal static class ChangeEdition
{
    /// <param name="StartsOn">The first day, as precisely as it is known.</param>
    /// <param name="EndsOn">The last day, as precisely as it is known.</param>
    /// <param name="DurationMonths">The stated duration.</param>
    /// <param name="IntakeDays">The days of the intake interviews.</param>
    /// <param name="Reason">Why they are corrected.</param>
    internal sealed record Dates(
        PartialDate? StartsOn, PartialDate? EndsOn, [property: Range(1, EditionRules.MostMonths)] int? DurationMonths,
        [property: MaxLength(EditionRules.MostIntakeDays)] IReadOnlyList<StatedDay> IntakeDays, [property: Required, StringLength(500), Multiline] string Reason) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (IntakeDays.Select(day => day.Date).Distinct().Count() < IntakeDays.Count)
            {
                yield return new("An intake day is there twice.", [nameof(IntakeDays)]);
            }

            foreach (var (date, name) in new[] { (StartsOn, nameof(StartsOn)), (EndsOn, nameof(EndsOn)) })
            {
                if (date is { } known && !EditionRules.IsReckonable(known))
                {
                    yield return new(EditionRules.NotReckonable, [name]);
                }
            }
        }
    }

    /// <param name="AttendanceCountsPer">What counts as missed (R18).</param>
    /// <param name="IntakeInterviewMinutes">Length of an intake interview, unless the booking says otherwise.</param>
    /// <param name="DevelopmentInterviewMinutes">Length of a development interview, unless the booking says otherwise.</param>
    /// <param name="FinalInterviewMinutes">Length of a final interview, unless the booking says otherwise.</param>
    internal sealed record Settings(
        AttendanceUnit AttendanceCountsPer,
        [property: Range(10, 240)] int IntakeInterviewMinutes, [property: Range(10, 240)] int DevelopmentInterviewMinutes, [property: Range(10, 240)] int FinalInterviewMinutes);

    public static Task<Results<Ok<EditionView>, ProblemHttpResult>> SetDatesAsync(
        Guid editionId, Dates request, IfMatch ifMatch, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken) =>
        ChangeAsync(
            editionId, ifMatch, caller, db, clock, publish,
            async (edition, token) =>
            {
                var booked = await db.Interviews.AsNoTracking()
                    .Where(i => i.EditionId == editionId && i.Kind == InterviewKind.Intake && i.Status == InterviewStatus.Booked).Select(i => i.StartsAt).ToListAsync(token);
                var bookedDays = booked.Select(ProgrammeClock.DayOf).ToHashSet();
                return edition.CorrectDates(request.StartsOn, request.EndsOn, request.DurationMonths, request.IntakeDays, bookedDays, request.Reason.Trim(), clock.GetUtcNow());
            },
            cancellationToken);

    public static Task<Results<Ok<EditionView>, ProblemHttpResult>> SetSettingsAsync(
        Guid editionId, Settings request, IfMatch ifMatch, Caller caller, SchedulingDbContext db, Standings standings, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken) =>
        ChangeAsync(
            editionId, ifMatch, caller, db, clock, publish,
            async (edition, token) =>
            {
                var now = clock.GetUtcNow();
                var outcome = edition.Set(
                    new(request.AttendanceCountsPer, request.IntakeInterviewMinutes, request.DevelopmentInterviewMinutes, request.FinalInterviewMinutes), now);
                if (outcome.Refusal is null)
                {
                    await standings.JudgeAgainAsync(edition, now, token);
                }

                return outcome;
            },
            cancellationToken);

    private static async Task<Results<Ok<EditionView>, ProblemHttpResult>> ChangeAsync(
        Guid editionId, IfMatch ifMatch, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish,
        Func<Edition, CancellationToken, Task<Outcome<EditionChanged>>> change, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Edition>(
            async token =>
            {
                if (!await db.LockEditionAsync(editionId, token) || await db.FindEditionAsync(editionId, token) is not { } edition)
                {
                    return EditionAccess.Unknown();
                }

                if (edition.Refuses(caller, clock.Today, EditionAccess.Leading) is { } forbidden)
                {
                    return forbidden;
                }

                if (ifMatch.Mismatch(edition.Version) is { } mismatch)
                {
                    return mismatch;
                }

                if ((await change(edition, token)).IsRefused(out var refusal, out var changed))
                {
                    return refusal;
                }

                await publish.Publish(changed, token);
                return edition;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var result) ? refused.ToProblem() : TypedResults.Ok(EditionView.Of(result, forStaff: true));
    }
}
