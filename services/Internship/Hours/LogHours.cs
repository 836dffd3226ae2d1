using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Microsoft.AspNetCore.Http.HttpResults;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Metropool.Internship.Hours;

/// <summary>The participant logs what they did at the host organisation (R25).</summary>
internal static class LogHours
{
    public static async Task<Results<Ok<HoursView>, ProblemHttpResult>> HandleAsync(
        Guid id, LogHoursRequest request, Caller caller, InternshipDbContext db, ProgrammeClock clock, InternshipSettings settings, IPublishEndpoint publish,
        CancellationToken cancellationToken)
    {
        if (await db.Internships.OwnedBy(caller).Whole().FindAsync(id, cancellationToken) is not { } file)
        {
            return Access.NotFound.ToProblem();
        }

        var participation = await db.ParticipationOfAsync(file, cancellationToken);
        var now = clock.GetUtcNow();
        if (file.Log([.. request.Days.Select(day => day.ToDay())], participation, settings, now).IsRefused(out var refusal, out var state))
        {
            return refusal.ToProblem();
        }

        await publish.PublishState(state, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(HoursView.Of(file));
    }
}

/// <summary>Days at the host organisation.</summary>
/// <param name="Days">One entry for each day.</param>
internal sealed record LogHoursRequest([property: Length(1, 366)] IReadOnlyList<DayRequest> Days) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Days
        .Select((day, place) => (day.Date, place))
        .GroupBy(day => day.Date)
        .SelectMany(same => same.Skip(1))
        .Select(day => new ValidationResult("This day is in the list twice.", [$"days[{day.place}].date"]));
}

/// <summary>A day at the host organisation.</summary>
/// <param name="Date">The day, in Europe/Amsterdam.</param>
/// <param name="Minutes">The time.</param>
/// <param name="What">What was done, in a few words.</param>
internal sealed record DayRequest(DateOnly Date, [property: Range(1, 24 * 60)] int Minutes, [property: StringLength(500), Multiline] string? What = null)
{
    public (DateOnly Date, int Minutes, string? What) ToDay() => (Date, Minutes, What);
}
