using Metropool.Contracts.Scheduling;

namespace Metropool.Scheduling.Editions;

/// <summary>A module of an edition: one of the six, or the final one as number 7 (R1).</summary>
internal sealed class Module
{
    private Module()
    {
    }

    public Guid Id { get; private init; }

    public Guid EditionId { get; private init; }

    public long Version { get; private set; }

    public int Number { get; private init; }

    public ModuleKind Kind { get; private init; }

    public string Title { get; private init; } = null!;

    public CognitivePart? Cognitive { get; private init; }

    public PersonalPart? Personal { get; private init; }

    /// <summary>Whether the participants choose the topic: the final module (R6).</summary>
    public bool ThemeChosenByParticipants { get; private init; }

    /// <summary>The last day, once it is over. Of the internship it stays empty: that is completed per participant.</summary>
    public DateOnly? CompletedOn { get; private set; }

    /// <summary>When the last day was over.</summary>
    public DateTimeOffset? CompletedAt { get; private set; }

    public static Module From(ModuleContent content) => new()
    {
        Id = Guid.CreateVersion7(),
        Version = 1,
        Number = content.Number,
        Kind = content.Kind,
        Title = content.Title,
        Cognitive = content.Cognitive,
        Personal = content.Personal,
    };

    public static Module From(FinalModuleContent content) => new()
    {
        Id = Guid.CreateVersion7(),
        Version = 1,
        Number = EditionRules.FinalNumber,
        Kind = ModuleKind.Final,
        Title = content.Title,
        Cognitive = new(content.Theme, content.Lecturers),
        ThemeChosenByParticipants = content.ThemeChosenByParticipants,
    };

    /// <summary>Notes that the last day is over: the logbook chapter is due. Once; null when it was noted before, or where nothing is to be noted.</summary>
    public ModuleCompleted? Complete(DateOnly lastDay, DateTimeOffset over)
    {
        if (CompletedOn is not null || Kind is ModuleKind.Internship)
        {
            return null;
        }

        (CompletedOn, CompletedAt) = (lastDay, over);
        Version++;
        return Completed();
    }

    /// <summary>That the module is completed, as it was published; null while it isn't.</summary>
    public ModuleCompleted? Completed() => CompletedOn is not { } day ? null : new()
    {
        ModuleId = Id,
        Version = Version,
        OccurredAt = CompletedAt!.Value,
        EditionId = EditionId,
        Number = Number,
        Title = Title,
        CompletedOn = day,
    };
}
