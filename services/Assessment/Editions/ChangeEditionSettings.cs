using System.ComponentModel.DataAnnotations;
using Metropool.Assessment.Assessments;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Editions;

/// <summary>The settings of an edition for what the brochure leaves open.</summary>
/// <param name="FinalModuleChapterObligatory">Whether the logbook chapter of the final module is obligatory.</param>
/// <param name="PhpLabel">The name of the PHP.</param>
internal sealed record ChangeEditionSettingsRequest(bool FinalModuleChapterObligatory, [property: Required, StringLength(100)] string PhpLabel);

internal static class ChangeEditionSettings
{
    public static async Task<Results<Ok<EditionSettingsDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ChangeEditionSettingsRequest request,
        IfMatch ifMatch,
        Caller caller,
        AssessmentDbContext db,
        AssessmentStore store,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var known = await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
        var roles = known?.RolesOf(caller.PersonId!.Value, clock.Today).Select(member => member.Role).ToList();
        if (roles is not { Count: > 0 })
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        if (!roles.Contains(TeamRole.ProgrammeManager))
        {
            return Refusals.RoleNeeded(TeamRole.ProgrammeManager).ToProblem();
        }

        var outcome = await db.InTransactionAsync<EditionSettingsDetail>(
            async token =>
            {
                // The files are locked before the settings change, so that no decision about a file uses the old settings after the reevaluation.
                var files = await store.LockAllAsync(id, token);
                var edition = await store.ProgressOfAsync(id, token);
                if (ifMatch.Mismatch(EditionSettingsDetail.Of(edition.Settings)) is { } mismatch)
                {
                    return mismatch;
                }

                if (edition.Settings.Version == 0)
                {
                    db.Add(edition.Settings);
                }

                edition.Settings.Change(request.FinalModuleChapterObligatory, request.PhpLabel, caller.PersonId!.Value, clock.GetUtcNow());
                await store.SaveAsync(files, null, edition, token);
                return EditionSettingsDetail.Of(edition.Settings);
            },
            cancellationToken);
        return outcome.IsRefused(out var refusal, out var settings) ? refusal.ToProblem() : TypedResults.Ok(settings);
    }
}
