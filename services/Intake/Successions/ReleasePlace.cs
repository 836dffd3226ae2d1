using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Nominations;
using Metropool.Intake.Offers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Successions;

internal sealed record ReleaseRequest
{
    [Required, MaxLength(Limits.Remark), Multiline]
    [Description("Why. It stands in the history of the application of the candidate who withdrew.")]
    public required string Reason { get; init; }
}

/// <summary>A place isn't held any more: the employer names nobody, or the programme manager doesn't wait longer. It goes to who is next on the waiting list.</summary>
internal sealed class PlaceReleases(IntakeDbContext db, FreePlaces freePlaces, NominationMails mails, ProgrammeClock clock)
{
    /// <param name="id">The place.</param>
    /// <param name="reachable">Those that who releases it reaches.</param>
    /// <param name="byTeam">Who of the team does it, and why; null for the employer of the place.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Refusal?> ReleaseAsync(Guid id, IQueryable<Succession> reachable, Func<Edition, (Actor By, string? Reason)>? byTeam, CancellationToken cancellationToken)
    {
        if (await reachable.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is not { EditionId: var editionId })
        {
            return Refusals.SuccessionUnknown;
        }

        return await db.InTransactionAsync(token => ReleaseInTransactionAsync(id, editionId, byTeam, token), cancellationToken);
    }

    private async Task<Refusal?> ReleaseInTransactionAsync(
        Guid id, Guid editionId, Func<Edition, (Actor By, string? Reason)>? byTeam, CancellationToken cancellationToken)
    {
        await db.LockTermsAsync(editionId, cancellationToken);
        var (succession, edition, now) = (await db.Successions.SingleAsync(s => s.Id == id, cancellationToken), await db.Editions.SingleAsync(e => e.Id == editionId, cancellationToken), clock.GetUtcNow());
        if (!succession.IsHeld)
        {
            return Refusals.PlaceNotHeld;
        }

        var named = await db.AliveNominations(now).Where(n => n.SuccessionId == id).ToListAsync(cancellationToken);
        if (byTeam is null && named.Exists(n => n.Status == NominationStatus.Accepted))
        {
            return Refusals.SuccessorAccepted;
        }

        foreach (var nomination in named.Where(n => n.Status == NominationStatus.Open))
        {
            nomination.Settle(NominationStatus.Withdrawn, now);
            await mails.WithdrawAsync(nomination.Id, cancellationToken);
        }

        var (by, reason) = byTeam?.Invoke(edition) ?? (new Actor { DisplayName = succession.EmployerName }, null);
        await freePlaces.CloseAsync(succession, SuccessionState.Released, by, reason, now, cancellationToken);
        await freePlaces.OfferAsync(editionId, cancellationToken);
        return null;
    }
}

internal static class ReleasePlace
{
    public static async Task<Results<NoContent, ProblemHttpResult>> ByEmployerAsync(Guid id, Caller caller, IntakeDbContext db, PlaceReleases releases, CancellationToken cancellationToken) =>
        await releases.ReleaseAsync(id, db.HeldFor(caller), null, cancellationToken) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();

    public static async Task<Results<NoContent, ProblemHttpResult>> ByTeamAsync(
        Guid id, Guid successionId, ReleaseRequest request, Caller caller, IntakeDbContext db, PlaceReleases releases, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (!await db.Editions.ManagedBy(caller, clock.Today).AnyAsync(e => e.Id == id, cancellationToken))
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        return await releases.ReleaseAsync(
            successionId,
            db.Successions.Where(s => s.EditionId == id),
            edition => (Actor.Of(edition.PartsOf(caller.Me(), clock.Today).First(member => member.Part == Contracts.Scheduling.TeamPart.ProgrammeManager)), request.Reason.Trim()),
            cancellationToken) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}
