using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Scheduling.Editions;

/// <summary>Makes the programme of an edition final (R4). Open findings need an acknowledgement with a reason by its programme manager (R3).</summary>
internal static class ReleaseEdition
{
    /// <param name="Version">The version of the edition that you read, before its findings. When it was changed since, nothing is released.</param>
    /// <param name="Acknowledgement">That the programme manager knows the open findings, and why the programme is released all the same.</param>
    internal sealed record Request(long Version, Acknowledgement? Acknowledgement = null);

    /// <param name="Reason">Why.</param>
    internal sealed record Acknowledgement([property: Required, StringLength(2000), Multiline] string Reason);

    public static async Task<Results<Ok<EditionView>, ProblemHttpResult>> HandleAsync(
        Guid editionId, Request request, Caller caller, SchedulingDbContext db, EditionLinter linter, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        if (await db.FindEditionAsync(editionId, cancellationToken) is not { } edition)
        {
            return EditionAccess.Unknown().ToProblem();
        }

        if (edition.Refuses(caller, clock.Today, TeamPart.ProgrammeManager) is { } forbidden)
        {
            return forbidden.ToProblem();
        }

        var findings = await db.FindingsOfAsync(edition, linter, cancellationToken);
        if (edition.ReleaseProgramme(request.Version, findings, request.Acknowledgement?.Reason, caller.PersonId!.Value, clock.GetUtcNow()).IsRefused(out var refusal, out var released))
        {
            return refusal.ToProblem();
        }

        await publish.Publish(released, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(EditionView.Of(edition, forStaff: true));
    }
}
