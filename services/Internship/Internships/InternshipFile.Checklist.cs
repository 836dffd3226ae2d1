using Metropool.Http;
using Metropool.Internship.Checklists;

namespace Metropool.Internship.Internships;

internal sealed partial class InternshipFile
{
    private readonly List<ChecklistItem> _checklist = [];

    /// <summary>What the participant arranges (R29), in their order; empty until they first write in it.</summary>
    public IReadOnlyList<ChecklistItem> Checklist => _checklist;

    /// <summary>Replaces the checklist.</summary>
    public Outcome<InternshipFile> KeepChecklist(IEnumerable<ChecklistItem> items)
    {
        if (RefuseWhenOver() is { } over && Status == Contracts.Internship.InternshipStatus.Ended)
        {
            return over;
        }

        _checklist.Clear();
        _checklist.AddRange(items);
        Touch();
        return this;
    }
}
