using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Hours;

internal static class RemoveHours
{
    public static async Task<Results<Ok<HoursDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, DateOnly date, Caller caller, InternshipStore store, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id, caller, Texts.None, (file, participation) => file.Remove(date, participation, clock.GetUtcNow()), cancellationToken);
        return outcome.IsRefused(out var refusal, out var changed) ? refusal.ToProblem() : TypedResults.Ok(HoursDetail.Of(changed));
    }
}
