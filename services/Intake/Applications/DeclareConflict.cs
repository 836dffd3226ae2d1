using System.ComponentModel;
using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal sealed record ConflictRequest
{
    [Description("Who has the conflict of interest: a dean or a programme manager of the edition, or a deputy. It may be you.")]
    public required Guid PersonId { get; init; }
}

internal static class DeclareConflict
{
    public static async Task<Results<Ok<ApplicationDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, ConflictRequest request, Caller caller, IntakeDbContext db, IPublishEndpoint publish, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.DecidedBy(caller, clock.Today).Include(a => a.Judgements).SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } application)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        var edition = await db.Editions.SingleAsync(e => e.Id == application.EditionId, cancellationToken);
        if (edition.DecidingPartsOf(caller, clock.Today).FirstOrDefault() is not { } by)
        {
            return Refusals.ApplicationUnknown.ToProblem();
        }

        if (edition.EverDeciding(request.PersonId) is not { } member)
        {
            return Refusals.NotInDecidingTeam.ToProblem();
        }

        if (application.DeclareConflict(member, by, clock.GetUtcNow()).IsRefused(out var refusal, out var changed))
        {
            return refusal.ToProblem();
        }

        await publish.Publish(changed, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.DetailAsync(application, caller.Me(), clock.Today, cancellationToken));
    }
}
