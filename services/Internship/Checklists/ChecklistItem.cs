using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Internship.Checklists;

/// <summary>An item that the participant has to arrange for the internship (R29). It is only a list: nothing is booked.</summary>
internal sealed class ChecklistItem
{
    public required Guid Id { get; init; }

    /// <summary>The order in the list.</summary>
    public required int Position { get; init; }

    public required ChecklistSubject Subject { get; init; }

    /// <summary>The subject of an item of the participant's own.</summary>
    public string? Label { get; init; }

    public required ChecklistState State { get; init; }

    public string? Note { get; init; }
}

/// <summary>The subjects that the programme names, and the participant's own.</summary>
internal enum ChecklistSubject
{
    /// <summary>The place at the host organisation.</summary>
    Placement,

    /// <summary>A place to stay.</summary>
    Accommodation,

    /// <summary>A place to work.</summary>
    Workplace,

    /// <summary>The journey to the host organisation.</summary>
    Transport,

    /// <summary>Another subject, named by the label.</summary>
    Other,
}

/// <summary>The state of a checklist item.</summary>
internal enum ChecklistState
{
    /// <summary>Still to do.</summary>
    Open,

    /// <summary>Done.</summary>
    Arranged,

    /// <summary>Doesn't apply.</summary>
    NotNeeded,
}

internal sealed class ChecklistItemConfiguration : IEntityTypeConfiguration<ChecklistItem>
{
    public void Configure(EntityTypeBuilder<ChecklistItem> builder) => builder.ToTable("checklist_items");
}
