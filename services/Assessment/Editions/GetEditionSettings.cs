using Metropool.Assessment.Assessments;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Editions;

internal static class GetEditionSettings
{
    public static async Task<Results<Ok<EditionSettingsDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var edition = await store.ProgressOfAsync(id, cancellationToken);
        return edition.Edition?.RolesOf(caller.PersonId!.Value, clock.Today).Any() == true
            ? TypedResults.Ok(EditionSettingsDetail.Of(edition.Settings))
            : Refusals.EditionUnknown.ToProblem();
    }
}
