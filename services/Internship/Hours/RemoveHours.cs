using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Hours;

/// <summary>The participant takes a logged day out again.</summary>
internal static class RemoveHours
{
    public static async Task<Results<Ok<HoursView>, ProblemHttpResult>> HandleAsync(
        Guid id, DateOnly date, Caller caller, InternshipDbContext db, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        if (await db.Internships.OwnedBy(caller).Whole().FindAsync(id, cancellationToken) is not { } file)
        {
            return Access.NotFound.ToProblem();
        }

        var participation = await db.ParticipationOfAsync(file, cancellationToken);
        if (file.Remove(date, participation, clock.GetUtcNow()).IsRefused(out var refusal, out var state))
        {
            return refusal.ToProblem();
        }

        await publish.PublishState(state, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(HoursView.Of(file));
    }
}
