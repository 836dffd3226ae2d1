using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Checklists;

/// <summary>The participant keeps what is arranged (R29).</summary>
internal static class KeepChecklist
{
    public static async Task<Results<Ok<ChecklistView>, ProblemHttpResult>> HandleAsync(
        Guid id, ChecklistRequest request, IfMatch ifMatch, Caller caller, InternshipDbContext db, CancellationToken cancellationToken)
    {
        if (await db.Internships.OwnedBy(caller).Include(f => f.Checklist).FindAsync(id, cancellationToken) is not { } file)
        {
            return Access.NotFound.ToProblem();
        }

        if (ifMatch.Mismatch(ChecklistView.Of(file)) is { } mismatch)
        {
            return mismatch.ToProblem();
        }

        var items = request.Items.Select((item, place) => new ChecklistItem
        {
            Id = Guid.CreateVersion7(),
            Place = place,
            Subject = item.Subject,
            Label = item.Label,
            State = item.State,
            Note = item.Note,
        });
        if (file.KeepChecklist(items).IsRefused(out var refusal, out _))
        {
            return refusal.ToProblem();
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ChecklistView.Of(file));
    }
}

/// <summary>A checklist.</summary>
/// <param name="Items">What is arranged, in your order.</param>
internal sealed record ChecklistRequest([property: MaxLength(50)] IReadOnlyList<ChecklistItemRequest> Items) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Items
        .Select((item, place) => (item.Subject, place))
        .Where(item => item.Subject != ChecklistSubject.Other)
        .GroupBy(item => item.Subject)
        .SelectMany(same => same.Skip(1))
        .Select(item => new ValidationResult("This subject is in the list twice; add your own as `other`.", [$"items[{item.place}].subject"]));
}

/// <summary>Something to arrange.</summary>
/// <param name="Subject">What it is; your own is `other`, with a label.</param>
/// <param name="State">How far it is.</param>
/// <param name="Label">What an own item is about.</param>
/// <param name="Note">A note.</param>
internal sealed record ChecklistItemRequest(
    ChecklistSubject Subject,
    ChecklistState State,
    [property: StringLength(200)] string? Label = null,
    [property: StringLength(2000), Multiline] string? Note = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Subject == ChecklistSubject.Other && TextPolicy.IsBlank(Label)
        ? [new ValidationResult("An own item needs a label.", [nameof(Label)])]
        : [];
}
