using Metropool.Contracts.Internship;
using Metropool.Http;
using Metropool.Internship.Checklists;

namespace Metropool.Internship.Internships;

internal sealed partial class InternshipFile
{
    private readonly List<ChecklistItem> _checklist = [];

    /// <summary>What the participant arranges (R29), in the participant's order. Empty until it is first saved.</summary>
    public IReadOnlyList<ChecklistItem> Checklist => _checklist;

    public Refusal? ReplaceChecklist(IEnumerable<ChecklistItem> items)
    {
        if (Status == InternshipStatus.Ended)
        {
            return Refusals.Ended;
        }

        _checklist.Clear();
        _checklist.AddRange(items);
        Touch();
        return null;
    }
}
