using Metropool.Assessment.Files;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Editions;

internal static class GetEditionSettings
{
    public static async Task<Results<Ok<EditionSettingsView>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var edition = await store.ProgressOfAsync(id, cancellationToken);
        return edition.Edition?.PartsOf(caller.PersonId!.Value, clock.Today).Any() == true
            ? TypedResults.Ok(EditionSettingsView.Of(edition.Settings))
            : Refusals.EditionUnknown.ToProblem();
    }
}
