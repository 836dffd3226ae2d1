using Metropool.Http;
using Metropool.Internship.Internships;

namespace Metropool.Internship.Checklists;

/// <summary>A checklist (R29).</summary>
/// <param name="Items">The four subjects that the programme names, and the participant's own.</param>
internal sealed record ChecklistDetail(IReadOnlyList<ChecklistItemDetail> Items) : IVersioned
{
    private static readonly ChecklistSubject[] Named =
        [ChecklistSubject.Placement, ChecklistSubject.Accommodation, ChecklistSubject.Workplace, ChecklistSubject.Transport];

    // Not the version of the file: a change of the list and another change of the internship don't overwrite each other.
    public ResourceVersion GetVersion() => ResourceVersion.Of(Items);

    public static ChecklistDetail Of(InternshipFile file) => new(
    [
        .. file.Checklist.OrderBy(item => item.Position).Select(item => new ChecklistItemDetail(item.Subject, item.Label, item.State, item.Note)),
        .. Named.Except(file.Checklist.Select(item => item.Subject)).Select(subject => new ChecklistItemDetail(subject, null, ChecklistState.Open, null)),
    ]);
}

/// <summary>An item of the checklist.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Label">The subject of an item of the participant's own.</param>
/// <param name="State">The state.</param>
/// <param name="Note">A note.</param>
internal sealed record ChecklistItemDetail(ChecklistSubject Subject, string? Label, ChecklistState State, string? Note);
