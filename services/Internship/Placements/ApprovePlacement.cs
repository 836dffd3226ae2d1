using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Metropool.Internship.Placements;

/// <summary>The dean approves a placement (R25 to R28).</summary>
internal static class ApprovePlacement
{
    public static async Task<Results<Ok<PlacementView>, ProblemHttpResult>> HandleAsync(
        Guid id, ApprovalRequest request, Caller caller, InternshipDbContext db, ProgrammeClock clock, InternshipSettings settings, IPublishEndpoint publish,
        CancellationToken cancellationToken)
    {
        if ((await db.ActsAsAsync(id, caller, clock, Access.Dean, cancellationToken)).IsRefused(out var refusal, out var member))
        {
            return refusal.ToProblem();
        }

        var file = (await db.Internships.Whole().FindAsync(id, cancellationToken))!;
        var rules = await db.RulesForAsync(file, settings, clock, cancellationToken);
        if (file.Approve(request.PlacementId, DecidedBy.Of(member), request.ToDispensations(), rules).IsRefused(out refusal, out var state))
        {
            return refusal.ToProblem();
        }

        await publish.PublishState(state, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(PlacementView.Of(file.ApprovedPlacement!, new Reader { Parts = new HashSet<Contracts.Scheduling.TeamPart> { member.Part } }, settings));
    }
}

/// <summary>An approval.</summary>
/// <param name="PlacementId">The placement that you read. What the participant changed since is another one, and is not approved by this.</param>
/// <param name="Dispensations">The dean's agreement to what the placement warns about, each with its reason.</param>
internal sealed record ApprovalRequest(Guid PlacementId, [property: MaxLength(10)] IReadOnlyList<DispensationRequest>? Dispensations = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => (Dispensations ?? []).CountBy(d => d.Warning).Any(count => count.Value > 1)
        ? [new ValidationResult("One dispensation for each warning, with one reason.", [nameof(Dispensations)])]
        : [];

    public IReadOnlyList<Dispensation> ToDispensations() =>
        [.. (Dispensations ?? []).Select(d => new Dispensation { Id = Guid.CreateVersion7(), Warning = d.Warning, Reason = d.Reason.Trim() })];
}

/// <summary>The dean's agreement to what a placement warns about.</summary>
/// <param name="Warning">What it is about.</param>
/// <param name="Reason">Why; it is kept, and the participant reads it.</param>
internal sealed record DispensationRequest(PlacementWarning Warning, [property: Required, StringLength(2000), Multiline] string Reason);
