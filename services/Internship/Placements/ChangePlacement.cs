using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Placements;

/// <summary>The participant changes what they proposed, or proposes something else instead of what was returned or approved.</summary>
internal static class ChangePlacement
{
    public static async Task<Results<Ok<PlacementView>, ProblemHttpResult>> HandleAsync(
        Guid id, PlacementRequest request, IfMatch ifMatch, Caller caller, InternshipDbContext db, ProgrammeClock clock, InternshipSettings settings, IPublishEndpoint publish,
        HttpResponse response, CancellationToken cancellationToken)
    {
        if (await db.Internships.OwnedBy(caller).Whole().FindAsync(id, cancellationToken) is not { } file)
        {
            return Access.NotFound.ToProblem();
        }

        if (ifMatch.Mismatch(file.Version) is { } mismatch)
        {
            return mismatch.ToProblem();
        }

        var rules = await db.RulesForAsync(file, settings, clock, cancellationToken);
        if (file.ChangePlacement(request.ToProposal(), rules).IsRefused(out var refusal, out var state))
        {
            return refusal.ToProblem();
        }

        await publish.PublishState(state, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        response.SetVersion(file.Version);
        return TypedResults.Ok(PlacementView.Of(file.ProposedPlacement!, new Reader { IsParticipant = true }, settings));
    }
}
