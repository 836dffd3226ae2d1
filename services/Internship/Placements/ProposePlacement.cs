using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Placements;

/// <summary>The participant proposes where they go.</summary>
internal static class ProposePlacement
{
    public static async Task<Results<Created<PlacementView>, ProblemHttpResult>> HandleAsync(
        Guid id, PlacementRequest request, Caller caller, InternshipDbContext db, ProgrammeClock clock, InternshipSettings settings, IPublishEndpoint publish,
        HttpResponse response, CancellationToken cancellationToken)
    {
        if (await db.Internships.OwnedBy(caller).Whole().FindAsync(id, cancellationToken) is not { } file)
        {
            return Access.NotFound.ToProblem();
        }

        var rules = await db.RulesForAsync(file, settings, clock, cancellationToken);
        if (file.Propose(request.ToProposal(), rules).IsRefused(out var refusal, out var state))
        {
            return refusal.ToProblem();
        }

        await publish.PublishState(state, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        response.SetVersion(file.Version);
        return TypedResults.Created($"/{InternshipApi.Description.Name}/v1{InternshipsApi.Path}/{id}", PlacementView.Of(file.ProposedPlacement!, new Reader { IsParticipant = true }, settings));
    }
}
