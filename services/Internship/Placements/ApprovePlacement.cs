using System.ComponentModel.DataAnnotations;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Placements;

/// <summary>An approval (R25 to R28).</summary>
/// <param name="PlacementId">The placement that you read. If the participant changed it since, it is another placement, and isn't approved.</param>
/// <param name="Dispensations">The dean's agreement to the warnings of the placement, each with its reason.</param>
internal sealed record ApprovePlacementRequest(Guid PlacementId, [property: MaxLength(10)] IReadOnlyList<DispensationRequest>? Dispensations = null)
    : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        (Dispensations ?? []).CountBy(d => d.Warning).Any(count => count.Value > 1)
            ? [new ValidationResult("Give at most one dispensation for each warning.", [nameof(Dispensations)])]
            : [];

    public IReadOnlyList<Dispensation> ToDispensations() =>
        [.. (Dispensations ?? []).Select(d => new Dispensation { Id = Guid.CreateVersion7(), Warning = d.Warning, Reason = d.Reason.Trim() })];
}

/// <summary>The dean's agreement to a warning.</summary>
/// <param name="Warning">The warning.</param>
/// <param name="Reason">The reason. It is kept, and the participant can read it.</param>
internal sealed record DispensationRequest(PlacementWarning Warning, [property: Required, StringLength(2000), Multiline] string Reason);

internal static class ApprovePlacement
{
    public static async Task<Results<Ok<PlacementDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ApprovePlacementRequest request,
        Caller caller,
        InternshipStore store,
        InternshipDbContext db,
        ProgrammeClock clock,
        InternshipSettings settings,
        CancellationToken cancellationToken)
    {
        var organisations = await db.KnownOrganisationsAsync(cancellationToken);
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Access.Dean,
            Texts.None,
            (file, participation, dean) => file.Approve(
                request.PlacementId,
                dean,
                request.ToDispensations(),
                PlacementRules.For(file, participation, organisations, settings, clock.GetUtcNow())),
            cancellationToken);
        return outcome.IsRefused(out var refusal, out var changed)
            ? refusal.ToProblem()
            : TypedResults.Ok(PlacementDetail.Of(changed.ApprovedPlacement!, new Reader { Roles = new HashSet<TeamRole> { TeamRole.Dean } }, settings));
    }
}
