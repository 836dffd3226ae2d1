using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions.Files;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Fault = Metropool.Http.Fault;

namespace Metropool.Scheduling.Editions;

/// <summary>Takes an edition in from its file: as a draft that staff alone see.</summary>
internal static class ImportEdition
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaximumLength = 1024 * 1024;

    public static async Task<Results<Created<EditionView>, ProblemHttpResult>> HandleAsync(
        HttpRequest request, Caller caller, SchedulingDbContext db, SchedulingSettings settings, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, cancellationToken);
        if (EditionFileReader.Read(file.GetBuffer().AsMemory(0, (int)file.Length)).IsRefused(out var refusal, out var content))
        {
            return refusal.ToProblem();
        }

        if (await db.Editions.AnyAsync(e => e.NameKey == TextPolicy.ComparisonKey(content.Name) && e.Status != Contracts.Scheduling.EditionStatus.Cancelled, cancellationToken))
        {
            return Refusal.Conflict("scheduling.edition-name-taken", "There is an edition with this name.", new Fault("name", "taken", "An edition has this name.")).ToProblem();
        }

        var edition = Edition.Import(content, EditionSettings.From(settings), caller.PersonId!.Value, clock.GetUtcNow());
        db.Editions.Add(edition);
        await publish.Publish(edition.State(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/scheduling/v1/editions/{edition.Id}", EditionView.Of(edition, forStaff: true));
    }
}
