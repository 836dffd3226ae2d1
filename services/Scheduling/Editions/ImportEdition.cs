using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Editions;

/// <summary>Imports an edition from its file, as a draft that only staff see.</summary>
internal static class ImportEdition
{
    /// <summary>The maximum length of a file, in bytes.</summary>
    public const int MaximumLength = 1024 * 1024;

    public static async Task<Results<Created<EditionDetail>, ProblemHttpResult>> HandleAsync(
        EditionContent content, Caller caller, SchedulingDbContext db, SchedulingSettings settings, ProgrammeClock clock, IPublishEndpoint publish,
        CancellationToken cancellationToken)
    {
        var faults = EditionFileRules.FaultsOf(content);
        if (faults.Count > 0)
        {
            return Refusals.EditionFileInvalid(faults).ToProblem();
        }

        var key = TextPolicy.ComparisonKey(content.Name);
        if (await db.Editions.AnyAsync(e => e.NameKey == key && e.Status != EditionStatus.Cancelled, cancellationToken))
        {
            return Refusals.EditionNameTaken.ToProblem();
        }

        var edition = Edition.Import(content, EditionSettings.From(settings), caller.PersonId!.Value, clock.GetUtcNow());
        db.Editions.Add(edition);
        await publish.Publish(edition.State(EditionChange.Updated), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/scheduling/v1/editions/{edition.Id}", EditionDetail.ForStaff(edition));
    }
}
