using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Placements;

internal static class ChangePlacement
{
    public static async Task<Results<Ok<PlacementDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        PlacementRequest request,
        IfMatch ifMatch,
        Caller caller,
        InternshipStore store,
        InternshipDbContext db,
        ProgrammeClock clock,
        InternshipSettings settings,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var organisations = await db.KnownOrganisationsAsync(cancellationToken);
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.None,
            (file, participation) => ifMatch.Mismatch(file.Version)
                ?? file.ChangePlacement(request.ToProposal(), PlacementRules.For(file, participation, organisations, settings, clock.GetUtcNow())),
            cancellationToken);
        if (outcome.IsRefused(out var refusal, out var changed))
        {
            return refusal.ToProblem();
        }

        response.SetVersion(changed.Version);
        return TypedResults.Ok(PlacementDetail.Of(changed.ProposedPlacement!, new Reader { IsParticipant = true }, settings));
    }
}
