using System.ComponentModel.DataAnnotations;
using Metropool.Assessment.Files;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Editions;

/// <summary>What the brochure leaves open about the assessment.</summary>
/// <param name="FinalModuleChapterObligatory">Whether the final module asks for a logbook chapter as the others do.</param>
/// <param name="PhpLabel">What the PHP is called.</param>
internal sealed record ChangeEditionSettingsRequest(bool FinalModuleChapterObligatory, [property: Required, StringLength(100)] string PhpLabel);

internal static class ChangeEditionSettings
{
    public static async Task<Results<Ok<EditionSettingsView>, ProblemHttpResult>> HandleAsync(
        Guid id, ChangeEditionSettingsRequest request, IfMatch ifMatch, Caller caller, AssessmentDbContext db, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var known = await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
        var parts = known?.PartsOf(caller.PersonId!.Value, clock.Today).Select(member => member.Part).ToList();
        if (parts is not { Count: > 0 })
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        if (!parts.Contains(TeamPart.ProgrammeManager))
        {
            return Refusals.NotProgrammeManager.ToProblem();
        }

        var outcome = await db.InTransactionAsync<EditionSettingsView>(
            async token =>
            {
                // First the locks, then the settings: what is decided about a file meanwhile is decided by the old settings or by the new ones,
                // and the file is reevaluated afterwards.
                var files = await store.LockAllAsync(id, token);
                var edition = await store.ProgressOfAsync(id, token);
                if (ifMatch.Mismatch(EditionSettingsView.Of(edition.Settings)) is { } mismatch)
                {
                    return mismatch;
                }

                if (edition.Settings.Version == 0)
                {
                    db.Add(edition.Settings);
                }

                edition.Settings.Change(request.FinalModuleChapterObligatory, request.PhpLabel, caller.PersonId!.Value, clock.GetUtcNow());
                await store.SaveAsync(files, null, edition, token);
                return EditionSettingsView.Of(edition.Settings);
            },
            cancellationToken);
        return outcome.IsRefused(out var refusal, out var settings) ? refusal.ToProblem() : TypedResults.Ok(settings);
    }
}
