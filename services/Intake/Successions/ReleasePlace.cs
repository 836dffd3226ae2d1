using System.ComponentModel.DataAnnotations;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Successions;

/// <summary>The release of a held place by the programme manager.</summary>
internal sealed record ReleasePlaceRequest
{
    /// <summary>The reason, which is recorded in the history of the candidate who withdrew.</summary>
    [Required, MaxLength(Limits.Remark), Multiline]
    public required string Reason { get; init; }
}

internal static class ReleasePlace
{
    public static async Task<Results<NoContent, ProblemHttpResult>> ByEmployerAsync(
        Guid id, Caller caller, IntakeDbContext db, PlaceReleases releases, CancellationToken cancellationToken) =>
        await releases.ReleaseAsync(id, db.SuccessionsVisibleTo(caller), byTeam: null, cancellationToken) is { } refusal
            ? refusal.ToProblem()
            : TypedResults.NoContent();

    public static async Task<Results<NoContent, ProblemHttpResult>> ByTeamAsync(
        Guid id,
        Guid successionId,
        ReleasePlaceRequest request,
        Caller caller,
        IntakeDbContext db,
        PlaceReleases releases,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        if (await db.Editions.ManagedBy(caller, clock.Today).SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } edition)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var manager = edition.RolesOf(caller.RequiredPersonId(), clock.Today).First(member => member.Role == TeamRole.ProgrammeManager);
        var places = db.Successions.Where(s => s.EditionId == id);
        return await releases.ReleaseAsync(successionId, places, (Actor.Of(manager), request.Reason.Trim()), cancellationToken) is { } refusal
            ? refusal.ToProblem()
            : TypedResults.NoContent();
    }
}
