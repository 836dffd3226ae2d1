using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

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

    /// <summary>Whether the participants choose the topic (R6): of the final module.</summary>
    public bool ThemeChosenByParticipants { get; private init; }

    /// <summary>The last day, once it has passed. Null for the internship, which is completed per participant.</summary>
    public DateOnly? CompletedOn { get; private set; }

    /// <summary>When the last day ended, UTC.</summary>
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
        Cognitive = new(content.Theme) { Lecturers = content.Lecturers },
        ThemeChosenByParticipants = content.ThemeChosenByParticipants,
    };

    /// <summary>Completes the module after its last day: its logbook chapter is due (R35).</summary>
    /// <returns>Null if it was completed before, or is the internship.</returns>
    public ModuleCompleted? Complete(DateOnly lastDay, DateTimeOffset endedAt)
    {
        if (CompletedOn is not null || Kind is ModuleKind.Internship)
        {
            return null;
        }

        (CompletedOn, CompletedAt) = (lastDay, endedAt);
        Version++;
        return Completed();
    }

    /// <summary>The event of the completion; null before it.</summary>
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

internal sealed class ModuleConfiguration : IEntityTypeConfiguration<Module>
{
    public void Configure(EntityTypeBuilder<Module> builder)
    {
        builder.ToTable("modules");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Version).IsConcurrencyToken();
        builder.Property(m => m.Cognitive).AsJson();
        builder.Property(m => m.Personal).AsJson();
        builder.HasIndex(m => new { m.EditionId, m.Number }).IsUnique();
    }
}
