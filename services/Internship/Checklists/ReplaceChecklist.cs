using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Checklists;

/// <summary>A checklist (R29).</summary>
/// <param name="Items">The things to arrange, in the participant's order.</param>
internal sealed record ChecklistRequest([property: MaxLength(50)] IReadOnlyList<ChecklistItemRequest> Items) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Items
        .Select((item, index) => (item.Subject, index))
        .Where(item => item.Subject != ChecklistSubject.Other)
        .GroupBy(item => item.Subject)
        .SelectMany(same => same.Skip(1))
        .Select(item => new ValidationResult("This subject is in the list twice. Add other items as `other`.", [$"items[{item.index}].subject"]));
}

/// <summary>An item of the checklist.</summary>
/// <param name="Subject">The subject; `other` for an item of the participant's own, with a label.</param>
/// <param name="State">The state.</param>
/// <param name="Label">The subject of an item of the participant's own.</param>
/// <param name="Note">A note.</param>
internal sealed record ChecklistItemRequest(
    ChecklistSubject Subject,
    ChecklistState State,
    [property: StringLength(200)] string? Label = null,
    [property: StringLength(2000), Multiline] string? Note = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Subject == ChecklistSubject.Other && TextPolicy.IsBlank(Label)
        ? [new ValidationResult("An item with the subject `other` needs a label.", [nameof(Label)])]
        : [];
}

internal static class ReplaceChecklist
{
    public static async Task<Results<Ok<ChecklistDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, ChecklistRequest request, IfMatch ifMatch, Caller caller, InternshipStore store, CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.None,
            (file, _) => ifMatch.Mismatch(ChecklistDetail.Of(file)) ?? file.ReplaceChecklist(request.Items.Select(ToItem)),
            cancellationToken);
        return outcome.IsRefused(out var refusal, out var changed) ? refusal.ToProblem() : TypedResults.Ok(ChecklistDetail.Of(changed));
    }

    private static ChecklistItem ToItem(ChecklistItemRequest item, int index) => new()
    {
        Id = Guid.CreateVersion7(),
        Position = index,
        Subject = item.Subject,
        Label = item.Label,
        State = item.State,
        Note = item.Note,
    };
}
