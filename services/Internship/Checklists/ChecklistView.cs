using Metropool.Http;
using Metropool.Internship.Internships;

namespace Metropool.Internship.Checklists;

/// <summary>A checklist (R29).</summary>
/// <param name="Items">The four that the programme names, and the participant's own.</param>
internal sealed record ChecklistView(IReadOnlyList<ChecklistItemView> Items) : IVersioned
{
    private static readonly ChecklistSubject[] Named = [ChecklistSubject.Placement, ChecklistSubject.Accommodation, ChecklistSubject.Workplace, ChecklistSubject.Transport];

    // Its own and not the file's: somebody who keeps their list isn't in the way of what else happens in the internship.
    public ResourceVersion GetVersion() => ResourceVersion.Of(Items);

    public static ChecklistView Of(InternshipFile file) => new(
    [
        .. file.Checklist.OrderBy(item => item.Place).Select(item => new ChecklistItemView(item.Subject, item.Label, item.State, item.Note)),
        .. Named.Except(file.Checklist.Select(item => item.Subject)).Select(subject => new ChecklistItemView(subject, null, ChecklistState.Open, null)),
    ]);
}

/// <summary>Something to arrange.</summary>
/// <param name="Subject">What it is.</param>
/// <param name="Label">What an own item is about.</param>
/// <param name="State">How far it is.</param>
/// <param name="Note">A note.</param>
internal sealed record ChecklistItemView(ChecklistSubject Subject, string? Label, ChecklistState State, string? Note);
