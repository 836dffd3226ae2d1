using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Nominations;

internal static class Nominate
{
    public static async Task<Results<Created<NominationDetail>, ProblemHttpResult>> HandleAsync(
        NominationRequest request, Caller caller, IntakeDbContext db, NominationService nominations, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var employerId = caller.RequiredOrganisationId();
        if (await db.ActiveOrganisationAsync(employerId, cancellationToken) is not { Name: var name })
        {
            return Refusals.OrganisationNotYetKnown.ToProblem();
        }

        var held = request.SuccessionId is { } id ? db.SuccessionsVisibleTo(caller).Where(succession => succession.Id == id) : null;
        var outcome = await nominations.NominateAsync(request.EditionId, request, employerId, name, held, cancellationToken);
        return outcome.IsRefused(out var refusal, out var nomination)
            ? refusal.ToProblem()
            : TypedResults.Created(
                $"/intake/v1/nominations/{nomination.Id}",
                await db.NominationDetails(caller, clock.Today).SingleAsync(n => n.Id == nomination.Id, cancellationToken));
    }
}
