using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Hours;

/// <summary>Days at the host organisation (R25).</summary>
/// <param name="Days">One entry for each day.</param>
internal sealed record LogHoursRequest([property: Length(1, 366)] IReadOnlyList<DayRequest> Days) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Days
        .Select((day, index) => (day.Date, index))
        .GroupBy(day => day.Date)
        .SelectMany(same => same.Skip(1))
        .Select(day => new ValidationResult("This day is in the list twice.", [$"days[{day.index}].date"]));
}

/// <summary>A day at the host organisation.</summary>
/// <param name="Date">The day, in Europe/Amsterdam.</param>
/// <param name="Minutes">The time worked.</param>
/// <param name="Activities">What was done, in a few words.</param>
internal sealed record DayRequest(DateOnly Date, [property: Range(1, 24 * 60)] int Minutes, [property: StringLength(500), Multiline] string? Activities = null);

internal static class LogHours
{
    public static async Task<Results<Ok<HoursDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        LogHoursRequest request,
        Caller caller,
        InternshipStore store,
        ProgrammeClock clock,
        InternshipSettings settings,
        CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.None,
            (file, participation) => file.Log(
                [.. request.Days.Select(day => (day.Date, day.Minutes, day.Activities))], participation, settings, clock.GetUtcNow()),
            cancellationToken);
        return outcome.IsRefused(out var refusal, out var changed) ? refusal.ToProblem() : TypedResults.Ok(HoursDetail.Of(changed));
    }
}
