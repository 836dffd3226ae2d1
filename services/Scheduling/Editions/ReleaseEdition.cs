using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Scheduling.Editions;

/// <summary>The release of a programme.</summary>
/// <param name="Version">The version of the edition that you read before its findings. If it was changed since, nothing is released.</param>
/// <param name="Acknowledgement">Acknowledges the open findings; required if there are any.</param>
internal sealed record EditionReleaseRequest(long Version, AcknowledgementRequest? Acknowledgement = null);

/// <summary>The acknowledgement of open findings.</summary>
/// <param name="Reason">Why the programme is released all the same.</param>
internal sealed record AcknowledgementRequest([property: Required, StringLength(2000), Multiline] string Reason);

/// <summary>Makes the programme of an edition final (R4). Its programme manager acknowledges open findings with a reason (R3).</summary>
internal static class ReleaseEdition
{
    private static readonly TeamRole[] Roles = [TeamRole.ProgrammeManager];

    public static async Task<Results<Ok<EditionDetail>, ProblemHttpResult>> HandleAsync(
        Guid editionId, EditionReleaseRequest request, Caller caller, SchedulingDbContext db, EditionLinter linter, ProgrammeClock clock,
        IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        if ((await db.FindEditionAsync(editionId, caller, clock.Today, Roles, cancellationToken)).IsRefused(out var refusal, out var edition))
        {
            return refusal.ToProblem();
        }

        var findings = await db.FindingsOfAsync(edition, linter, cancellationToken);
        var release = edition.ReleaseProgramme(
            request.Version, findings, request.Acknowledgement?.Reason, caller.PersonId!.Value, clock.GetUtcNow());
        if (release.IsRefused(out refusal, out var released))
        {
            return refusal.ToProblem();
        }

        await publish.Publish(released, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(EditionDetail.ForStaff(edition));
    }
}
