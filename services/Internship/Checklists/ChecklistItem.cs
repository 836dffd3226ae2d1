namespace Metropool.Internship.Checklists;

/// <summary>Something that the participant arranges for the internship (R29). The system remembers it and books nothing.</summary>
internal sealed class ChecklistItem
{
    public required Guid Id { get; init; }

    /// <summary>The order in the list.</summary>
    public required int Place { get; init; }

    public required ChecklistSubject Subject { get; init; }

    /// <summary>What an own item is about.</summary>
    public string? Label { get; init; }

    public required ChecklistState State { get; init; }

    public string? Note { get; init; }
}

/// <summary>What the participant arranges: the four that the programme names, and their own.</summary>
internal enum ChecklistSubject
{
    /// <summary>The place at the host organisation.</summary>
    Placement,

    /// <summary>Somewhere to stay.</summary>
    Accommodation,

    /// <summary>Somewhere to work.</summary>
    Workplace,

    /// <summary>How to get there.</summary>
    Transport,

    /// <summary>Something else, that the participant names.</summary>
    Other,
}

/// <summary>How far it is arranged.</summary>
internal enum ChecklistState
{
    /// <summary>Still to do.</summary>
    Open,

    /// <summary>Done.</summary>
    Arranged,

    /// <summary>Doesn't apply.</summary>
    NotNeeded,
}
